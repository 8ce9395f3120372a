# WRONG: dead_neurons: reduces over the wrong dimension and counts examples whose neurons are all saturated
# LINES: dead_neurons 18

import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    flat = h.flatten()
    n = flat.numel()
    m = flat.sum() / n
    s = (((flat - m) ** 2).sum() / (n - 1)) ** 0.5
    k = (torch.abs(flat) > threshold).sum()
    return {"mean": float(m), "std": float(s), "saturated": int(k) / n}
def dead_neurons(h, threshold=0.99):
    is_sat = torch.abs(h) > threshold
    # all examples of a neuron
    dead = is_sat.all(dim=1)
    return int(dead.sum())


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
