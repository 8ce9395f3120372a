"""numpy throughout, with its own defaults put right; numpy scalars and arrays go back."""

import numpy as np


def activation_stats(h, threshold=0.97):
    h = h.numpy()
    saturated = np.float32(np.mean(np.abs(h) > threshold))
    return {"saturated": saturated, "std": np.std(h, ddof=1), "mean": np.array(np.mean(h))}


def dead_neurons(h, threshold=0.99):
    return np.count_nonzero(np.all(np.abs(h.numpy()) > threshold, axis=0))


def update_ratio(param, grad, lr):
    return np.log10(np.std(lr * grad.numpy()) / np.std(param.numpy()))


def density_histogram(t, bins=50):
    return np.histogram(t.numpy(), bins=bins, density=True)
