# WRONG: dead_neurons: judges by the mean slope 1 - h**2 of a column instead of looking at every activation
# WRONG: density_histogram: uses the fixed range from -1 to 1 instead of smallest to largest number

import torch


def activation_stats(h, threshold=0.97):
    sat = (h.abs() > threshold).double().mean().item()
    return {"mean": h.mean().item(), "std": h.std().item(), "saturated": sat}
def dead_neurons(h, threshold=0.99):
    # dead = the gate lets (nearly) nothing through
    slope = 1 - h**2
    gate = slope.mean(dim=0)
    return int((gate < 1 - threshold**2).sum())


def update_ratio(param, grad, lr):
    return ((lr * grad).std() / param.std()).log10().item()
def density_histogram(t, bins=50):
    v = t.flatten()
    counts = torch.histc(v, bins=bins, min=-1.0, max=1.0)
    edges = torch.linspace(-1.0, 1.0, bins + 1, dtype=t.dtype)
    width = 2.0 / bins
    return counts / (counts.sum() * width), edges
