# WRONG: tanh_derivative: exp(-|x|) instead of exp(-2|x|); square of tanh missing
# LINES: tanh_derivative 7 9
import torch


def tanh_derivative(x):
    e = torch.exp(-x.abs())
    t = (1 - e) / (1 + e)
    return 1 - t


def tanh_backward(grad_out, x):
    return torch.mul(grad_out, 1 - torch.tanh(x).square())


def saturation(h, threshold=0.97):
    count = 0
    for value in h.flatten():
        if value.abs() > threshold:
            count += 1
    return count / h.numel()
