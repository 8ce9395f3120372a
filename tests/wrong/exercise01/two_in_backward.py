# WRONG: tanh_backward: it uses tanh instead of its square in the slope, and it adds the slope to the incoming gradient instead of multiplying.
# LINES: tanh_backward 14 15
import torch


def tanh_derivative(x):
    # product rule on sinh/cosh, bounded version
    h = torch.tanh(x)
    return torch.ones_like(h) - torch.einsum("...,...->...", h, h)


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    gate = 1 - h.abs()
    return grad_out + gate


def saturation(h, threshold=0.97):
    count, total = 0, 0
    for row in h.tolist():
        for value in row:
            total += 1
            if value > threshold or value < -threshold:
                count += 1
    return count / total
