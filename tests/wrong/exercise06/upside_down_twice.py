# WRONG: update_ratio: the ratio is upside down, parameter over update
# WRONG: update_ratio: uses the mean of the absolute values in place of the standard deviation
# LINES: update_ratio 16
# LINES: update_ratio 18

import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    sat = (h.abs() > threshold).double().mean().item()
    return {"mean": h.mean().item(), "std": h.std().item(), "saturated": sat}
def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all(0).sum())
def update_ratio(param, grad, lr):
    u = (lr * grad).abs().mean()
    p = param.abs().mean()
    return torch.log10(p / u).item()


def density_histogram(t, bins=50):
    hist, edges = np.histogram(t.numpy().ravel(), bins=bins, density=True)
    return torch.tensor(hist, dtype=t.dtype), torch.tensor(edges, dtype=t.dtype)
