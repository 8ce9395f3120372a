"""numpy from end to end: arrays go back, and a numpy scalar."""

import numpy as np


def tanh_derivative(x):
    height = np.tanh(x.numpy())
    return 1.0 - np.square(height)


def tanh_backward(grad_out, x):
    return np.multiply(np.asarray(grad_out), tanh_derivative(x))


def saturation(h, threshold=0.97):
    return np.mean(np.abs(h.numpy()) > threshold)
