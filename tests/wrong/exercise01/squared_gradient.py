# WRONG: tanh_backward: squares the incoming gradient
# NAMES: grad_of_grad
# LINES: tanh_backward 10
import math

import torch


def tanh_backward(grad_out, x):
    t = grad_out
    return grad_out * (1 - t**2)


def tanh_derivative(x):
    return 1 - torch.tanh(x) ** 2


def saturation(h, threshold=0.97):
    n = 0
    for row in h.tolist():
        for value in row:
            if abs(value) > threshold:
                n += 1
    return n / h.numel()
