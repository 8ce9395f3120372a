# WRONG: dead_neurons: it looks at the mean activation of each neuron without the absolute value, so flipping and negative neurons are missed.
# WRONG: update_ratio: the fraction is upside down, parameter over update.
# WRONG: density_histogram: the values are assigned by rounding to the nearest edge instead of by flooring.
# LINES: dead_neurons 19
# LINES: update_ratio 23
# LINES: density_histogram 30
import torch


def activation_stats(h, threshold=0.97):
    return dict(
        mean=h.mean().item(),
        std=h.std(correction=1).item(),
        saturated=h.abs().gt(threshold).double().mean().item(),
    )


def dead_neurons(h, threshold=0.99):
    return int((h.mean(dim=0) > threshold).sum())


def update_ratio(param, grad, lr):
    return torch.log10(param.std() / (lr * grad).std()).item()


def density_histogram(t, bins=50):
    x = t.flatten()
    lo, hi = x.min().item(), x.max().item()
    width = (hi - lo) / bins
    k = torch.round((x - lo) / width).long().clamp(0, bins - 1)
    counts = torch.bincount(k, minlength=bins).to(t.dtype)
    return counts / (x.numel() * width), torch.linspace(lo, hi, bins + 1, dtype=t.dtype)
