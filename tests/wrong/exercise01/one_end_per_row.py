# WRONG: saturation: only the end at +1 is counted; divided by the number of rows instead of entries
# LINES: saturation 18 19
import numpy as np
import torch


def tanh_derivative(x):
    # sech^2
    return 1 / torch.cosh(x) ** 2


def tanh_backward(grad_out, x):
    return grad_out * tanh_derivative(x)


def saturation(h, threshold=0.97):
    a = h.detach().numpy()
    on_the_end = np.count_nonzero(a > threshold)
    return float(on_the_end / len(a))
