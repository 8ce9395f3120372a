# WRONG: update_ratio: it compares norms instead of standard deviations.
# LINES: update_ratio 24
import torch


def activation_stats(h, threshold=0.97):
    out = {}
    out["mean"] = float(h.mean())
    out["std"] = float(h.std(unbiased=True))
    out["saturated"] = float((h.abs() > threshold).sum()) / h.numel()
    return out


def dead_neurons(h, threshold=0.99):
    count = 0
    for column in h.T:
        if bool((column.abs() > threshold).all()):
            count += 1
    return count


def update_ratio(param, grad, lr):
    update = grad * lr
    return torch.log10(update.norm() / param.norm()).item()


def density_histogram(t, bins=50):
    v = t.reshape(-1)
    edges = torch.linspace(v.min().item(), v.max().item(), bins + 1, dtype=t.dtype)
    h = torch.histogram(v, edges, density=True)
    return h.hist, edges
