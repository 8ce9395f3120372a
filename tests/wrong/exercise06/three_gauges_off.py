# WRONG: activation_stats: the standard deviation is taken per neuron and then averaged
# WRONG: dead_neurons: the mean of each column is compared with the threshold, not every activation
# WRONG: update_ratio: the logarithm is missing
# LINES: activation_stats 15
# LINES: dead_neurons 22
# LINES: update_ratio 26

import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    d = dict()
    d["mean"] = h.mean().item()
    d["std"] = h.std(0).mean().item()
    d["saturated"] = (h.abs() > threshold).double().mean().item()
    return d


def dead_neurons(h, threshold=0.99):
    col = h.mean(dim=0).abs()
    return int((col > threshold).sum())


def update_ratio(param, grad, lr):
    return ((lr * grad).std() / param.std()).item()


def density_histogram(t, bins=50):
    hist, edges = np.histogram(t.numpy().ravel(), bins=bins, density=True)
    return torch.tensor(hist, dtype=t.dtype), torch.tensor(edges, dtype=t.dtype)
