# WRONG: tanh_derivative: the sign is wrong, it returns 1 + tanh^2.
# WRONG: tanh_backward: it divides by the slope instead of multiplying with it.
# WRONG: saturation: only the positive end is counted.
# LINES: tanh_derivative 12
# LINES: tanh_backward 17
# LINES: saturation 21
import torch


def tanh_derivative(x):
    y = torch.tanh(x)
    return 1 + y * y


def tanh_backward(grad_out, x):
    y = torch.tanh(x)
    return grad_out / (1 - y * y)


def saturation(h, threshold=0.97):
    return torch.mean((h > threshold).double()).item()
