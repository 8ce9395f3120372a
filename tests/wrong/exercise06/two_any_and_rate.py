# WRONG: dead_neurons: one saturated example is enough for a neuron to count as dead.
# WRONG: update_ratio: the step is measured as the whole new parameter, param - lr * grad, instead of lr * grad.
# LINES: dead_neurons 14
# LINES: update_ratio 18 19
import torch


def activation_stats(h, threshold=0.97):
    return {"mean": h.mean().item(), "std": h.std().item(),
            "saturated": (h.abs() > threshold).double().mean().item()}


def dead_neurons(h, threshold=0.99):
    return int((h.abs().amax(dim=0) > threshold).sum())


def update_ratio(param, grad, lr):
    updated = param - lr * grad
    return torch.log10(updated.std() / param.std()).item()


def density_histogram(t, bins=50):
    v, _ = t.flatten().sort()
    lo, hi = v[0].item(), v[-1].item()
    edges = torch.linspace(lo, hi, bins + 1, dtype=t.dtype)
    cum = torch.searchsorted(v, edges)  # how many lie below each edge
    cum[-1] = len(v)
    counts = cum[1:] - cum[:-1]
    return counts.to(t.dtype) / len(v) * bins / (hi - lo), edges
