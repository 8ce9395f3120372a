# WRONG: update_ratio: natural logarithm; learning rate missing
# LINES: update_ratio 24 26
import math

import torch


def activation_stats(h, threshold=0.97):
    n = h.numel()
    mean = h.sum() / n
    var = (h - mean).square().sum() / (n - 1)
    return {
        "mean": mean.item(),
        "std": math.sqrt(var.item()),
        "saturated": (h.abs() > threshold).sum().item() / n,
    }


def dead_neurons(h, threshold=0.99):
    return torch.all(h.abs() > threshold, dim=0).sum().item()


def update_ratio(param, grad, lr):
    spread_update = grad.std().item()
    spread_param = param.std().item()
    return math.log(spread_update / spread_param)


def density_histogram(t, bins=50):
    lo, hi = t.min().item(), t.max().item()
    edges = torch.linspace(lo, hi, bins + 1, dtype=t.dtype)
    t64 = t.flatten()
    inner = edges[1:-1].contiguous()
    where = torch.bucketize(t64, inner, right=True)
    counts = torch.bincount(where, minlength=bins)
    return counts.to(t.dtype) / t64.numel() * bins / (hi - lo), edges
