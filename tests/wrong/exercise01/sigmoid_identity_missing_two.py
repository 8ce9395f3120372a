# WRONG: tanh_derivative: the inner derivative of 2x is missing
# WRONG: tanh_backward: the same
# NAMES: scaled_slope
# LINES: tanh_derivative 13
# LINES: tanh_backward 18
import math

import torch


def tanh_derivative(x):
    s = torch.sigmoid(2 * x)
    return 2 * s * (1 - s)


def tanh_backward(grad_out, x):
    s = torch.sigmoid(2 * x)
    return grad_out * 2 * s * (1 - s)


def saturation(h, threshold=0.97):
    n = 0
    for row in h.tolist():
        for value in row:
            if abs(value) > threshold:
                n += 1
    return n / h.numel()
