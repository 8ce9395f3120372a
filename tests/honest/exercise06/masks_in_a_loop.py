"""One comparison for each bin, as in a first lesson on masks; the edges come from arange."""

import torch


def activation_stats(h, threshold=0.97):
    n = h.numel()
    mean = h.sum() / n
    std = (((h - mean) ** 2).sum() / (n - 1)) ** 0.5
    return {"mean": mean, "std": std, "saturated": len(h[h.abs() > threshold]) / n}


def dead_neurons(h, threshold=0.99):
    return len([j for j in range(h.shape[1]) if bool((h[:, j].abs() > threshold).all())])


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).std()) - torch.log10(param.std())


def density_histogram(t, bins=50):
    low, high = t.min(), t.max()
    width = (high - low) / bins
    edges = low + torch.arange(bins + 1) * width
    density = torch.zeros(bins, dtype=t.dtype)
    for i in range(bins):
        mask = (t >= edges[i]) & (t < edges[i + 1])
        if i == bins - 1:
            mask = (t >= edges[i]) & (t <= edges[i + 1])
        density[i] = mask.sum() / t.numel() / width
    return density, edges
