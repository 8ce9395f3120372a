# WRONG: update_ratio: the learning rate is left out, it compares the gradient itself with the parameter
# LINES: update_ratio 23

import math
import torch


def activation_stats(h, threshold=0.97):
    flat = h.flatten()
    n = flat.numel()
    m = flat.sum() / n
    s = (((flat - m) ** 2).sum() / (n - 1)) ** 0.5
    k = (torch.abs(flat) > threshold).sum()
    return {"mean": float(m), "std": float(s), "saturated": int(k) / n}
def dead_neurons(h, threshold=0.99):
    dead = 0
    for j in range(h.shape[1]):
        if bool((abs(h[:, j]) > threshold).all()):
            dead += 1
    return dead
def update_ratio(param, grad, lr):
    # how big is the gradient compared with the data
    r = grad.std().item() / param.std().item()
    return math.log10(r)


def density_histogram(t, bins=50):
    v = t.reshape(-1)
    lo, hi = v.min().item(), v.max().item()
    edges = torch.linspace(lo, hi, bins + 1, dtype=t.dtype)
    w = (hi - lo) / bins
    idx = ((v - lo) / w).long().clamp(0, bins - 1)
    c = torch.bincount(idx, minlength=bins).to(t.dtype)
    return c / (v.numel() * w), edges
