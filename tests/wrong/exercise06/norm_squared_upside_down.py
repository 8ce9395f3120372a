# WRONG: update_ratio: norm instead of standard deviation for the parameter; base-2 logarithm; ratio turned over
# LINES: update_ratio 22 23 24
import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    a = h.detach().numpy()
    return {
        "mean": float(a.mean()),
        "std": float(a.std(ddof=1)),
        "saturated": float((np.abs(a) > threshold).mean()),
    }


def dead_neurons(h, threshold=0.99):
    return int((np.abs(h.numpy()) > threshold).all(axis=0).sum())


def update_ratio(param, grad, lr):
    update = lr * grad.numpy()
    size_of_param = np.linalg.norm(param.numpy())
    ratio = size_of_param / update.std(ddof=1)
    return float(np.log2(ratio))


def density_histogram(t, bins=50):
    counts, edges = np.histogram(t.numpy(), bins=bins)
    width = (edges[-1] - edges[0]) / bins
    density = counts / (counts.sum() * width)
    return torch.tensor(density, dtype=t.dtype), torch.tensor(edges, dtype=t.dtype)
