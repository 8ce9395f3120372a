"""The lecture's way: a layer with forward and backward of its own; results of odd tensor classes."""

import torch
from torch import nn


class Slopes(torch.Tensor):
    """Numbers with a name."""


class Tanh(nn.Module):
    flat = 0.97

    def forward(self, x):
        self.out = torch.tanh(x)
        return self.out

    @property
    def slope(self):
        return (1 - self.out**2).as_subclass(Slopes)

    def backward(self, grad_out):
        self.grad = torch.vmap(torch.mul)(self.slope, grad_out)
        return nn.Parameter(self.grad)

    @classmethod
    def after(cls, x):
        layer = cls().eval()
        layer(x)
        return layer

    @staticmethod
    def saturated_part(h, threshold):
        return torch.count_nonzero(nn.functional.threshold(h.abs(), threshold, 0)) / h.numel()


def tanh_derivative(x):
    return Tanh.after(x).slope


def tanh_backward(grad_out, x):
    return Tanh.after(x).backward(grad_out)


class Saturation:
    def __call__(self, h, threshold=Tanh.flat):
        return Tanh.saturated_part(h, threshold)


saturation = Saturation()
