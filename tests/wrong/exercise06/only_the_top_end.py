# WRONG: activation_stats: the saturated fraction counts only h above the threshold, not those below minus the threshold
# LINES: activation_stats 12

import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    out = {}
    out["mean"] = h.mean().item()
    out["std"] = h.std().item()
    out["saturated"] = (h > threshold).float().mean().item()
    return out


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all(0).sum())
def update_ratio(param, grad, lr):
    return ((lr * grad).std() / param.std()).log10().item()
def density_histogram(t, bins=50):
    v = t.reshape(-1)
    lo, hi = v.min().item(), v.max().item()
    edges = torch.linspace(lo, hi, bins + 1, dtype=t.dtype)
    w = (hi - lo) / bins
    idx = ((v - lo) / w).long().clamp(0, bins - 1)
    c = torch.bincount(idx, minlength=bins).to(t.dtype)
    return c / (v.numel() * w), edges
