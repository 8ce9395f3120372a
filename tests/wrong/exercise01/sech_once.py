# WRONG: tanh_derivative: returns 1 / cosh(x), the square is missing
# LINES: tanh_derivative 10

import torch


def tanh_derivative(x):
    # derivative of tanh is sech^2
    sech = 1 / torch.cosh(x.clamp(-300, 300))
    return sech


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    return (1 - h**2) * grad_out
def saturation(h, threshold=0.97):
    return (h.abs() > threshold).double().mean().item()
