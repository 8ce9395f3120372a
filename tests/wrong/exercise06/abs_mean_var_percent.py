# WRONG: activation_stats: mean of the absolute values; variance instead of std; saturation in percent
# LINES: activation_stats 10 11 12
import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    size = h.abs()
    stats = {}
    stats["mean"] = size.mean().item()
    stats["std"] = h.var().item()
    stats["saturated"] = 100 * (size > threshold).sum().item() / h.numel()
    return stats


def dead_neurons(h, threshold=0.99):
    return int((h.abs().amin(dim=0) > threshold).sum())


def update_ratio(param, grad, lr):
    return float(torch.log10(lr * grad.std() / param.std()))


def density_histogram(t, bins=50):
    heights, edges = np.histogram(t.numpy().ravel(), bins=bins, density=True)
    return torch.from_numpy(heights).to(t.dtype), torch.from_numpy(edges).to(t.dtype)
