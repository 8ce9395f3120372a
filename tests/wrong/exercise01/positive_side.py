# WRONG: saturation: only counts activations above the threshold, not the negative end
# LINES: saturation 16

import torch


def tanh_derivative(x):
    h = torch.tanh(x)
    return 1 - h * h
def tanh_backward(grad_out, x):
    return tanh_derivative(x) * grad_out
def saturation(h, threshold=0.97):
    n = 0
    for row in h:
        for a in row:
            if a.item() > threshold:
                n += 1
    return n / h.numel()
