# WRONG: tanh_backward: averaged over the batch, absolute value of the gradient
# NAMES: abs_grad + averages_batch
# LINES: tanh_backward 12
import math

import torch


def tanh_backward(grad_out, x):
    n = grad_out.shape[0]
    slope = 1 - torch.tanh(x).pow(2)
    return torch.abs(grad_out) * slope / n


def tanh_derivative(x):
    return 1 - torch.tanh(x) ** 2


def saturation(h, threshold=0.97):
    n = 0
    for row in h.tolist():
        for value in row:
            if abs(value) > threshold:
                n += 1
    return n / h.numel()
