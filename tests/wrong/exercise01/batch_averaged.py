# WRONG: tanh_backward: it divides the gradient by the batch size as if the mean of the loss had to be taken again.
# LINES: tanh_backward 13 15
import torch


def tanh_derivative(x):
    e = torch.exp(-2 * x.abs())
    # sech^2 written with a falling exponential only: cannot overflow
    return 4 * e / (1 + e) ** 2


def tanh_backward(grad_out, x):
    batch = x.size(0)
    dx = grad_out * tanh_derivative(x)
    dx /= batch
    return dx


def saturation(h, threshold=0.97):
    mask = h.abs().gt(threshold)
    return mask.sum().item() / mask.numel()
