# WRONG: density_histogram: not divided by the width; the largest number falls off the end
# LINES: density_histogram 31 32
import math

import torch


def activation_stats(h, threshold=0.97):
    flat = h.flatten()
    return dict(
        mean=float(flat.mean()),
        std=float(flat.std()),
        saturated=float((flat.abs() > threshold).sum()) / len(flat),
    )


def dead_neurons(h, threshold=0.99):
    saturated = h.abs() > threshold
    return int((saturated.sum(dim=0) == h.shape[0]).sum())


def update_ratio(param, grad, lr):
    return math.log10(float((lr * grad).std()) / float(param.std()))


def density_histogram(t, bins=50):
    v = t.reshape(-1)
    edges = torch.linspace(v.min().item(), v.max().item(), bins + 1, dtype=t.dtype)
    heights = []
    for left, right in zip(edges[:-1], edges[1:]):
        inside = (v >= left) & (v < right)
        heights.append(inside.double().sum() / v.numel())
    return torch.stack(heights).to(t.dtype), edges
