# WRONG: update_ratio: it takes the natural logarithm instead of that to base 10.
# LINES: update_ratio 21
import math

import torch


def activation_stats(h, threshold=0.97):
    h = h.detach()
    stats = (h.mean(), h.std(), h.abs().gt(threshold).double().mean())
    return dict(zip(("mean", "std", "saturated"), map(float, stats)))


def dead_neurons(h, threshold=0.99):
    return sum(all(abs(v) > threshold for v in col) for col in h.t().tolist())


def update_ratio(param, grad, lr):
    s_update = torch.std(lr * grad)
    s_param = torch.std(param)
    return math.log(s_update / s_param)


def density_histogram(t, bins=50):
    hist, edges = torch.histogram(t.flatten(), bins=bins)
    widths = edges[1:] - edges[:-1]
    return hist / hist.sum() / widths, edges
