# WRONG: dead_neurons: one saturated example is enough
# NAMES: dead_any
# LINES: dead_neurons 23

import math

import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    flat = h.reshape(-1)
    n = flat.numel()
    mean = flat.sum() / n
    spread = (((flat - mean) ** 2).sum() / (n - 1)).sqrt()
    share = (flat.abs() > threshold).float().mean().item()
    return {"mean": mean.item(), "std": spread.item(), "saturated": share}


def dead_neurons(h, threshold=0.99):
    count = 0
    for column in h.T:
        if any(abs(float(value)) > threshold for value in column):
            count += 1
    return count


def update_ratio(param, grad, lr):
    step = (lr * grad).std().item()
    size = param.std().item()
    return math.log10(step / size)


def density_histogram(t, bins=50):
    values = np.asarray(t).reshape(-1)
    counts, edges = np.histogram(values, bins=bins)
    widths = np.diff(edges)
    heights = counts / (counts.sum() * widths)
    return torch.from_numpy(heights), torch.from_numpy(edges)
