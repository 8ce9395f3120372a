"""Other ways to the same numbers: exponentials, an imaginary step, a sorted list."""

import numpy as np
import torch


def tanh_derivative(x):
    small = torch.exp(-2 * x.abs())  # at most 1, so that nothing overflows
    return 4 * small / (1 + small) ** 2


def tanh_backward(grad_out, x):
    step = 1e-20j  # into the imaginary direction: no difference is taken, so no digits are lost
    return grad_out.numpy() * (np.tanh(x.numpy() + step) / step).real


def saturation(h, threshold=0.97):
    sizes, _ = h.abs().flatten().sort()
    edge = torch.tensor([threshold], dtype=sizes.dtype)
    not_saturated = torch.searchsorted(sizes, edge, right=True).item()
    return 1 - not_saturated / len(sizes)
