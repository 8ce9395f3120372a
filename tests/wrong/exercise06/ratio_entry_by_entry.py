# WRONG: update_ratio: divides entry by entry and averages the logarithms, instead of comparing two spreads

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
    return int((h.abs() > threshold).all(0).sum())
def update_ratio(param, grad, lr):
    tiny = 1e-12
    each = (lr * grad).abs() / (param.abs() + tiny)
    return torch.log10(each + tiny).mean().item()


def density_histogram(t, bins=50):
    hist, edges = np.histogram(t.numpy().ravel(), bins=bins, density=True)
    return torch.tensor(hist, dtype=t.dtype), torch.tensor(edges, dtype=t.dtype)
