# WRONG: activation_stats: numpy's std divides by n, not by n - 1
# LINES: activation_stats 13

import math
import numpy as np
import torch


def activation_stats(h, threshold=0.97):
    a = h.numpy()
    return {
        "mean": float(a.mean()),
        "std": float(np.std(a)),
        "saturated": float((np.abs(a) > threshold).mean()),
    }


def dead_neurons(h, threshold=0.99):
    dead = 0
    for j in range(h.shape[1]):
        if bool((abs(h[:, j]) > threshold).all()):
            dead += 1
    return dead
def update_ratio(param, grad, lr):
    step = lr * grad
    return math.log10(float(step.std()) / float(param.std()))
def density_histogram(t, bins=50):
    hist, edges = np.histogram(t.numpy().ravel(), bins=bins, density=True)
    return torch.tensor(hist, dtype=t.dtype), torch.tensor(edges, dtype=t.dtype)
