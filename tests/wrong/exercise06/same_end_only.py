# WRONG: dead_neurons: a neuron that jumps between -1 and 1 is missed, it must stay on one end for every example
# LINES: dead_neurons 14

import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    sat = (h.abs() > threshold).double().mean().item()
    return {"mean": h.mean().item(), "std": h.std().item(), "saturated": sat}
def dead_neurons(h, threshold=0.99):
    stuck_high = (h > threshold).all(0)
    stuck_low = (h < -threshold).all(0)
    return int((stuck_high | stuck_low).sum())


def update_ratio(param, grad, lr):
    return ((lr * grad).std() / param.std()).log10().item()
def density_histogram(t, bins=50):
    hist, edges = np.histogram(t.numpy().ravel(), bins=bins, density=True)
    return torch.tensor(hist, dtype=t.dtype), torch.tensor(edges, dtype=t.dtype)
