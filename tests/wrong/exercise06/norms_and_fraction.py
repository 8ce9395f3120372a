# WRONG: dead_neurons: returns the fraction of dead neurons instead of their number
# WRONG: update_ratio: compares lengths (norms) and not spreads (standard deviations)
# LINES: dead_neurons 15
# LINES: update_ratio 20

import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    sat = (h.abs() > threshold).double().mean().item()
    return {"mean": h.mean().item(), "std": h.std().item(), "saturated": sat}
def dead_neurons(h, threshold=0.99):
    m = (h.abs() > threshold).float().mean(0)
    return (m == 1.0).float().mean().item()


def update_ratio(param, grad, lr):
    update = -lr * grad
    return torch.log10(update.norm() / param.norm()).item()


def density_histogram(t, bins=50):
    hist, edges = np.histogram(t.numpy().ravel(), bins=bins, density=True)
    return torch.tensor(hist, dtype=t.dtype), torch.tensor(edges, dtype=t.dtype)
