"""Eighty bits inside, and numpy's longdouble sums; float64 goes back."""

import numpy as np


def batchnorm_backward(grad_out, cache):
    wide = {
        name: value.numpy().astype(np.longdouble) if hasattr(value, "numpy") else np.longdouble(value)
        for name, value in cache.items()
    }
    g = grad_out.numpy().astype(np.longdouble)
    n = np.longdouble(g.shape[0])
    centred = wide["x"] - wide["x"].mean(axis=0)
    var = (centred**2).sum(axis=0) / (n - wide["correction"])
    inv_std = 1 / np.sqrt(var + wide["eps"])
    u = centred * inv_std
    d = g * wide["gamma"]
    dx = inv_std * (d - d.mean(axis=0) - u * (d * u).sum(axis=0) / (n - wide["correction"]))
    return tuple(part.astype(np.float64) for part in (dx, (g * u).sum(axis=0), g.sum(axis=0)))
