# WRONG: density_histogram: linspace makes bins edges, so there is one bin too few, and the counts are divided by the number of bins instead of the number of values.
# LINES: density_histogram 25 30
import torch


def activation_stats(h, threshold=0.97):
    mean = h.mean()
    return {
        "mean": mean.item(),
        "std": torch.sqrt((h - mean).square().sum() / (h.numel() - 1)).item(),
        "saturated": (h.abs() > threshold).double().mean().item(),
    }


def dead_neurons(h, threshold=0.99):
    return torch.all(torch.abs(h) > threshold, dim=0).sum().item()


def update_ratio(param, grad, lr):
    return float(torch.log10(torch.std(lr * grad)) - torch.log10(torch.std(param)))


def density_histogram(t, bins=50):
    flat = t.flatten()
    edges = torch.linspace(flat.min().item(), flat.max().item(), bins, dtype=t.dtype)
    if bins == 1:
        return torch.ones(1, dtype=t.dtype), edges
    counts, _ = torch.histogram(flat, edges)
    width = edges[1] - edges[0]
    return counts / (bins * width), edges
