"""Keeps the three paths in a second file beside this one, as generators."""

from paths import three_paths


def batchnorm_backward(g, saved):
    dx = sum(three_paths(g, **saved))
    return dx, (g * saved["x_hat"]).sum(axis=0), g.sum(axis=0)
