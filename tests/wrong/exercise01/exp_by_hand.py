# WRONG: tanh_derivative: the quotient (e^2x - 1) / (e^2x + 1) overflows and gives nan for large x
# WRONG: tanh_backward: divides by the slope instead of multiplying
# WRONG: saturation: averages |h| where it is above the threshold, not how many there are
# LINES: tanh_derivative 13
# LINES: tanh_backward 19
# LINES: saturation 25

import torch


def tanh_derivative(x):
    e = torch.exp(2 * x)
    t = (e - 1) / (e + 1)
    return 1 - t**2


def tanh_backward(grad_out, x):
    t = torch.tanh(x)
    return grad_out / (1 - t**2)


def saturation(h, threshold=0.97):
    a = h.abs()
    big = a[a > threshold]
    return big.sum().item() / a.numel()
