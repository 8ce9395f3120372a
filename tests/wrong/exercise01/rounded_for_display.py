# WRONG: saturation: rounded to two digits
# NAMES: sat_rounded
# LINES: saturation 12
import math

import numpy as np
import torch


def saturation(h, threshold=0.97):
    share = np.mean(np.abs(h.numpy()) > threshold)
    return round(float(share), 2)


def tanh_derivative(x):
    h = x.tanh()
    h_sq = h * h
    return 1.0 - h_sq


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    dh = grad_out
    dx = (1.0 - h**2) * dh
    return dx
