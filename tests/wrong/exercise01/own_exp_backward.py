# WRONG: tanh_backward: exp(x) instead of exp(2x); square missing in the slope; mean over the batch
# LINES: tanh_backward 13 16 17
import torch


def tanh_derivative(x):
    th = torch.tanh(x)
    return (1 - th) * (1 + th)


def tanh_backward(grad_out, x):
    # forward again, stable for both signs
    z = torch.exp(-torch.abs(x))
    h = torch.sign(x) * (1 - z) / (1 + z)
    # backward
    dh = grad_out / grad_out.shape[0]
    dx = dh * (1 - h)
    return dx


def saturation(h, threshold=0.97):
    return h.abs().gt(threshold).double().mean().item()
