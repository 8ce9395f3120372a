# WRONG: activation_stats: std divided by n; only the end at +1 counts as saturated
# LINES: activation_stats 8 9
import torch


def activation_stats(h, threshold=0.97):
    mean = h.mean()
    std = ((h - mean) ** 2).mean().sqrt()
    saturated = (h > threshold).double().mean()
    return {"mean": mean.item(), "std": std.item(), "saturated": saturated.item()}


def dead_neurons(h, threshold=0.99):
    return sum(bool((column.abs() > threshold).all()) for column in h.T)


def update_ratio(param, grad, lr):
    return ((lr * grad).std() / param.std()).log10().item()


def density_histogram(t, bins=50):
    values = t.flatten()
    heights, edges = torch.histogram(values, bins=bins, density=True)
    return heights, edges
