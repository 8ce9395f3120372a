"""Computes in numpy's widest floats, or in fractions of whole numbers, and rounds at the end."""

import numpy as np


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    wide = lambda t: t.numpy().astype(np.longdouble)
    s = wide(gamma) / np.sqrt(wide(running_var) + np.longdouble(eps))
    start = np.longdouble(0) if b is None else wide(b)
    folded = wide(W) * s, (start - wide(running_mean)) * s + wide(beta)
    return tuple(part.astype(np.float64) for part in folded)
