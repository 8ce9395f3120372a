"""Everything goes back in odd clothes: int8, uint8, 0-d tensors, lists of 0-d tensors, Parameters."""

import math

import torch
from torch import nn


def activation_stats(h, threshold=0.97):
    return {
        "mean": nn.Parameter(h.mean()),
        "std": [h.std()][0].detach().numpy(),
        "saturated": torch.count_nonzero(h.abs() > threshold) / torch.tensor(h.numel()),
    }


def dead_neurons(h, threshold=0.99):
    return (h.abs() > threshold).all(0).sum().to(torch.int8)


def update_ratio(param, grad, lr):
    return torch.tensor(math.log10((grad * lr).std() / param.std()), dtype=torch.float64)


def density_histogram(t, bins=50):
    low, high = t.min().item(), t.max().item()
    counts = [0] * bins
    for number in t.flatten():
        counts[min(int((number.item() - low) * bins / (high - low)), bins - 1)] += 1
    scale = torch.tensor(bins / t.numel() / (high - low), dtype=torch.float64)
    edges = [low + (high - low) * i / bins for i in range(bins + 1)]
    return tuple([[count * scale for count in counts], tuple(edges)])
