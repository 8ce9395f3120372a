# WRONG: activation_stats: the standard deviation has ddof 0, numpy's default, instead of n - 1.
# WRONG: update_ratio: the log is numpy's natural one, np.log, taken for log10.
# LINES: activation_stats 8 19
# LINES: update_ratio 13 30
import torch


def np_std(a, ddof=0):
    a = a.reshape(-1)
    return torch.sqrt(((a - a.mean()) ** 2).sum() / (a.numel() - ddof))


np_log = torch.log


def activation_stats(h, threshold=0.97):
    return {
        "mean": h.mean().item(),
        "std": np_std(h).item(),
        "saturated": (h.abs() > threshold).double().mean().item(),
    }


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all(0).sum())


def update_ratio(param, grad, lr):
    # same ddof above and below: it cancels
    return np_log(np_std(lr * grad) / np_std(param)).item()


def density_histogram(t, bins=50):
    a = t.reshape(-1)
    counts, edges = torch.histogram(a, bins)
    return counts / (counts.sum() * (edges[1:] - edges[:-1])), edges
