# WRONG: saturation: it compares the square of the activation with the threshold, not its absolute value.
# LINES: saturation 17
import torch


def tanh_derivative(x):
    return 1.0 - torch.pow(torch.tanh(input=x), 2)


def tanh_backward(grad_out, x):
    slope = 1.0 - torch.pow(torch.tanh(input=x), 2)
    return grad_out * slope


def saturation(h, threshold=0.97):
    # squaring makes both ends positive, no abs needed
    ends = (h * h) > threshold
    return ends.double().mean().item()
