# WRONG: update_ratio: takes the natural logarithm instead of the logarithm to base 10
# LINES: update_ratio 16

import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    sat = (h.abs() > threshold).double().mean().item()
    return {"mean": h.mean().item(), "std": h.std().item(), "saturated": sat}
def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all(0).sum())
def update_ratio(param, grad, lr):
    size_of_update = (lr * grad).std()
    size_of_param = param.std()
    return torch.log(size_of_update / size_of_param).item()


def density_histogram(t, bins=50):
    v = t.reshape(-1)
    lo, hi = v.min().item(), v.max().item()
    edges = torch.linspace(lo, hi, bins + 1, dtype=t.dtype)
    w = (hi - lo) / bins
    idx = ((v - lo) / w).long().clamp(0, bins - 1)
    c = torch.bincount(idx, minlength=bins).to(t.dtype)
    return c / (v.numel() * w), edges
