# WRONG: dead_neurons: it averages |h| over the examples and then compares, so a neuron need not be saturated in every row.
# LINES: dead_neurons 13 14
import torch


def activation_stats(h, threshold=0.97):
    std, mean = torch.std_mean(h)
    sat = (torch.abs(h) > threshold).double().mean()
    return dict(mean=mean.item(), std=std.item(), saturated=sat.item())


def dead_neurons(h, threshold=0.99):
    avg = h.abs().mean(dim=0)
    return int((avg > threshold).sum())


def update_ratio(param, grad, lr):
    step = lr * grad
    return (step.std().log10() - param.std().log10()).item()


def density_histogram(t, bins=50):
    flat = t.flatten()
    lo, hi = float(flat.min()), float(flat.max())
    counts = torch.histc(flat, bins=bins, min=lo, max=hi)
    edges = torch.linspace(lo, hi, bins + 1, dtype=t.dtype)
    width = (hi - lo) / bins
    return counts / (counts.sum() * width), edges
