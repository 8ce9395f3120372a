# WRONG: activation_stats: the standard deviation divides by n instead of n - 1.
# LINES: activation_stats 12
import math

import torch


def activation_stats(h, threshold=0.97):
    values = h.flatten().tolist()
    n = len(values)
    mean = sum(values) / n
    std = math.sqrt(sum((v - mean) ** 2 for v in values) / n)
    saturated = sum(abs(v) > threshold for v in values) / n
    return {"mean": mean, "std": std, "saturated": saturated}


def dead_neurons(h, threshold=0.99):
    closest = h.abs().min(dim=0).values
    return int((closest > threshold).sum())


def update_ratio(param, grad, lr):
    return math.log10(lr * grad.std().item() / param.std().item())


def density_histogram(t, bins=50):
    return torch.histogram(t.reshape(-1), bins=bins, density=True)
