# WRONG: activation_stats: the spread is the variance, the root is missing
# WRONG: density_histogram: the largest number is not counted, every bin leaves out its right edge
# LINES: activation_stats 13
# LINES: density_histogram 27

import torch


def activation_stats(h, threshold=0.97):
    sat = h.abs().gt(threshold)
    return {
        "mean": h.mean().item(),
        "std": h.var().item(),
        "saturated": sat.sum().item() / sat.numel(),
    }


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all(0).sum())
def update_ratio(param, grad, lr):
    return ((lr * grad).std() / param.std()).log10().item()
def density_histogram(t, bins=50):
    v = t.flatten()
    edges = torch.linspace(v.min().item(), v.max().item(), bins + 1, dtype=t.dtype)
    heights = []
    for left, right in zip(edges[:-1], edges[1:]):
        inside = ((v >= left) & (v < right)).sum().item()
        heights.append(inside / (len(v) * (right - left).item()))
    return torch.tensor(heights, dtype=t.dtype), edges
