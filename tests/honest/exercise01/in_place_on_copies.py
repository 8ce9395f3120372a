"""Works in place throughout, but only on copies of its own, which it has turned over first."""

import torch


def tanh_derivative(x):
    own = x.clone().T
    own.tanh_().square_().neg_().add_(1)
    return own.T


def tanh_backward(grad_out, x):
    passed_on = torch.empty_like(grad_out)
    passed_on.copy_(grad_out)
    passed_on *= tanh_derivative(x)
    return passed_on


def saturation(h, threshold=0.97):
    marks = h + 0
    marks.abs_()
    marks[marks <= threshold] = 0
    marks[marks != 0] = 1
    return marks.sum().div_(marks.numel())
