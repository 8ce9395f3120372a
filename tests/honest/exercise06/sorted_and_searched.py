"""Sorts a copy and looks the edges up in it; the dead are found by a product of flags."""

import torch


def activation_stats(h, threshold=0.97):
    sizes = h.abs().reshape(-1).sort().values
    above = len(sizes) - torch.searchsorted(sizes, threshold, right=True)
    return {"mean": h.mean(), "std": h.var() ** 0.5, "saturated": above / len(sizes)}


def dead_neurons(h, threshold=0.99):
    return torch.gt(h.abs(), threshold).int().prod(dim=0).sum()


def update_ratio(param, grad, lr):
    return 0.5 * torch.log10(lr**2 * grad.var() / param.var())


def density_histogram(t, bins=50):
    values = t.flatten().sort().values
    edges = torch.linspace(values[0], values[-1], bins + 1, dtype=torch.float64)
    below = torch.searchsorted(values, edges)
    below[-1] = len(values)
    return below.diff() / len(values) / edges.diff(), edges
