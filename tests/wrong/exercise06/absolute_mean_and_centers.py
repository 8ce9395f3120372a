# WRONG: activation_stats: the mean is that of the absolute values
# WRONG: density_histogram: returns the centres of the bins instead of the edges
# LINES: activation_stats 12
# LINES: density_histogram 35

import torch


def activation_stats(h, threshold=0.97):
    a = h.abs()
    return {
        "mean": a.mean().item(),
        "std": h.std().item(),
        "saturated": (a > threshold).double().mean().item(),
    }


def dead_neurons(h, threshold=0.99):
    dead = 0
    for j in range(h.shape[1]):
        if bool((abs(h[:, j]) > threshold).all()):
            dead += 1
    return dead
def update_ratio(param, grad, lr):
    return ((lr * grad).std() / param.std()).log10().item()
def density_histogram(t, bins=50):
    v = t.flatten()
    low, high = v.min().item(), v.max().item()
    width = (high - low) / bins
    which = ((v - low) / width).long()
    which[which == bins] = bins - 1
    counts = torch.bincount(which, minlength=bins)
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    centers = (edges[:-1] + edges[1:]) / 2
    return counts.to(t.dtype) / (v.numel() * width), centers
