# WRONG: density_histogram: the heights are fractions that sum to 1, not divided by the width of the bin
# LINES: density_histogram 23

import torch


def activation_stats(h, threshold=0.97):
    sat = (h.abs() > threshold).double().mean().item()
    return {"mean": h.mean().item(), "std": h.std().item(), "saturated": sat}
def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all(0).sum())
def update_ratio(param, grad, lr):
    return ((lr * grad).std() / param.std()).log10().item()
def density_histogram(t, bins=50):
    flat = t.flatten().double()
    lo, hi = flat.min(), flat.max()
    edges = torch.linspace(lo.item(), hi.item(), bins + 1, dtype=torch.float64)
    counts = torch.zeros(bins, dtype=torch.float64)
    step = (hi - lo) / bins
    for v in flat:
        k = min(int((v - lo) / step), bins - 1)
        counts[k] += 1
    density = counts / counts.sum()
    return density.to(t.dtype), edges.to(t.dtype)
