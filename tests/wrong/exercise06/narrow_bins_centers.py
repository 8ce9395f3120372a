# WRONG: density_histogram: width divided by bins + 1 in the heights; edges shifted by half a bin
# LINES: density_histogram 25 26
import torch


def activation_stats(h, threshold=0.97):
    std, mean = torch.std_mean(h)
    return {"mean": mean.item(), "std": std.item(), "saturated": (h.abs() > threshold).double().mean().item()}


def dead_neurons(h, threshold=0.99):
    return int(h.abs().gt(threshold).prod(dim=0).sum())


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).std().div(param.std())).item()


def density_histogram(t, bins=50):
    data = t.flatten()
    low, high = data.min(), data.max()
    step = (high - low) / bins
    index = torch.floor((data - low) / step).long().clamp(0, bins - 1)
    counts = torch.zeros(bins, dtype=t.dtype).index_add(0, index, torch.ones_like(data))
    density = counts / data.numel() / ((high - low) / (bins + 1))
    edges = low + step * (torch.arange(bins + 1, dtype=t.dtype) + 0.5)
    return density, edges
