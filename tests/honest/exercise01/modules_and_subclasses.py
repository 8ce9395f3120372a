"""A module of torch.nn, a vmap, a parameter that remembers gradients, a subclass of Tensor."""

import torch
from torch import nn


class Slopes(torch.Tensor):
    """Numbers with a name."""


class TanhSlope(nn.Module):
    def forward(self, x):
        return (1 - torch.tanh(x) ** 2).as_subclass(Slopes)


class Passed(nn.Module):
    def forward(self, grad_out, x):
        each = torch.vmap(torch.vmap(lambda g, number: g * (1 - torch.tanh(number) ** 2)))
        return nn.Parameter(each(grad_out, x))


tanh_derivative = TanhSlope()
tanh_backward = Passed().eval()


def saturation(h, threshold=0.97):
    return nn.functional.threshold(h.abs(), threshold, 0).ne(0).double().mean()
