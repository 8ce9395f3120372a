"""The lecture's way: a layer class with methods of its own called forward and backward."""

import torch


class Tanh:
    def __init__(self, flat=0.97):
        self.flat = flat
        self.out = None

    def __call__(self, x):
        self.out = torch.tanh(x)
        return self.out

    @property
    def slope(self):
        return 1 - self.out**2

    def backward(self, grad_out):
        return self.slope * grad_out

    @classmethod
    def after(cls, x):
        layer = cls()
        layer(x)
        return layer

    @staticmethod
    def saturated_part(h, threshold):
        return torch.count_nonzero(h.abs() > threshold) / h.numel()


def tanh_derivative(x):
    return Tanh.after(x).slope


def tanh_backward(grad_out, x):
    return Tanh.after(x).backward(grad_out)


class Saturation:
    def __call__(self, h, threshold=Tanh().flat):
        return Tanh.saturated_part(h, threshold)


saturation = Saturation()
