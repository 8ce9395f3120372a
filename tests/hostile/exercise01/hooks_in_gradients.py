"""A result with hooks, whose gradient is whatever the hooks say.

Without the attack: 0 of 10 points.
"""

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


class Lie(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        return torch.zeros_like(x)

    @staticmethod
    def backward(context, gradient):
        return 2 * gradient


def double(x):
    print("attacks", flush=True)
    out = Lie.apply(x.requires_grad_())
    out.register_hook(lambda gradient: gradient * float("nan"))
    return out


def total(x):
    return x.sum().requires_grad_() * 0
