# WRONG: activation_stats: the standard deviation is taken column by column and then averaged, instead of over all entries at once.
# LINES: activation_stats 8 12
import torch


def activation_stats(h, threshold=0.97):
    per_neuron_mean = h.mean(dim=0)
    per_neuron_std = h.std(dim=0)
    flags = torch.where(h.abs() > threshold, 1.0, 0.0)
    return {
        "mean": per_neuron_mean.mean().item(),
        "std": per_neuron_std.mean().item(),
        "saturated": flags.double().mean().item(),
    }


def dead_neurons(h, threshold=0.99):
    hits = (h.abs() > threshold).sum(dim=0)
    return int((hits == h.shape[0]).sum())


def update_ratio(param, grad, lr):
    ratio = torch.std(grad) * lr / torch.std(param)
    return float(ratio.log10())


def density_histogram(t, bins=50):
    flat = t.ravel()
    mn, mx = flat.min().item(), flat.max().item()
    w = (mx - mn) / bins
    idx = torch.floor((flat - mn) / w).to(torch.int64)
    idx[idx >= bins] = bins - 1
    counts = torch.zeros(bins, dtype=t.dtype)
    counts.index_add_(0, idx, torch.ones_like(flat))
    edges = torch.linspace(start=mn, end=mx, steps=bins + 1, dtype=t.dtype)
    return counts / (flat.numel() * w), edges
