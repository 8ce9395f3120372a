# WRONG: tanh_backward: it feeds the pre-activation into 1 - h^2 as if it were the activation already.
# WRONG: saturation: the threshold that is passed is overwritten by 0.97.
# LINES: tanh_backward 13
# LINES: saturation 17
import torch


def tanh_derivative(x):
    return torch.rsub(torch.tanh(x).square(), 1)


def tanh_backward(grad_out, x):
    return grad_out * (1 - x.square())


def saturation(h, threshold=0.97):
    threshold = 0.97  # value of the lecture
    inside = (h >= -threshold) & (h <= threshold)
    return 1.0 - inside.double().mean().item()
