# WRONG: dead_neurons: counts a neuron that is saturated for any example, instead of for all
# LINES: dead_neurons 13

import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    sat = (h.abs() > threshold).double().mean().item()
    return {"mean": h.mean().item(), "std": h.std().item(), "saturated": sat}
def dead_neurons(h, threshold=0.99):
    saturated = h.abs() > threshold
    return saturated.any(dim=0).sum().item()


def update_ratio(param, grad, lr):
    return ((lr * grad).std() / param.std()).log10().item()
def density_histogram(t, bins=50):
    hist, edges = np.histogram(t.numpy().ravel(), bins=bins, density=True)
    return torch.tensor(hist, dtype=t.dtype), torch.tensor(edges, dtype=t.dtype)
