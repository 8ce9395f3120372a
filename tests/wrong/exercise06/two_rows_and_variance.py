# WRONG: activation_stats: "std" holds the variance, the root is missing.
# WRONG: dead_neurons: all(dim=1) looks for examples whose neurons are all saturated instead of neurons.
# LINES: activation_stats 12 14
# LINES: dead_neurons 18
import math

import torch


def activation_stats(h, threshold=0.97):
    mean = h.mean()
    spread = h.sub(mean).square().sum().div(h.numel() - 1)
    sat = int((h.abs() > threshold).sum()) / h.numel()
    return {"mean": mean.item(), "std": spread.item(), "saturated": sat}


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all(dim=1).sum())


def update_ratio(param, grad, lr):
    v_update = lr**2 * grad.var().item()
    return 0.5 * math.log10(v_update / param.var().item())


def density_histogram(t, bins=50):
    d, e = torch.histogram(input=t.reshape(-1), bins=bins, density=True)
    return d, e
