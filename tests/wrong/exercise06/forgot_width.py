# WRONG: density_histogram: the heights are fractions that sum to 1, the division by the width of the bin is missing.
# LINES: density_histogram 28
import torch


def activation_stats(h, threshold=0.97):
    n = h.numel()
    mean = h.sum() / n
    var = ((h - mean) ** 2).sum() / (n - 1)
    return {"mean": mean.item(), "std": var.sqrt().item(),
            "saturated": (h.abs() > threshold).sum().item() / n}


def dead_neurons(h, threshold=0.99):
    mask = h.abs() > threshold
    return int(torch.prod(mask.long(), dim=0).sum())


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).std().div(param.std())).item()


def density_histogram(t, bins=50):
    x = t.reshape(-1)
    edges = torch.linspace(x.min().item(), x.max().item(), steps=bins + 1, dtype=x.dtype)
    which = torch.bucketize(x, edges[1:-1], right=True)
    counts = torch.bincount(which, minlength=bins).to(x.dtype)
    return counts / counts.sum(), edges
