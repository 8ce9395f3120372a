"""Written by hand, then compared with autograd, at import and under a main guard."""

import doctest
import sys

import torch
from torch.autograd import gradcheck

from grader import check


def tanh_derivative(x):
    """The slope.

    >>> tanh_derivative(torch.tensor([[0.0, 1.0, 3.0]]))
    tensor([[1.0000, 0.4200, 0.0099]])
    """
    return 1 - torch.tanh(x) ** 2


def tanh_backward(grad_out, x):
    """The gradient for x.

    >>> tanh_backward(torch.tensor([[10.0, -10.0]]), torch.tensor([[1.0, 3.0]]))
    tensor([[ 4.1997, -0.0987]])
    """
    return grad_out * tanh_derivative(x)


def saturation(h, threshold=0.97):
    """The saturated part.

    >>> saturation(torch.tensor([[0.99, -0.98], [0.30, -0.60]]))
    0.5
    """
    return (h.abs() > threshold).double().mean().item()


def compare_with_autograd():
    x = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    upstream = torch.randn(4, 3, dtype=torch.float64)
    torch.tanh(x).backward(upstream)
    assert torch.allclose(x.grad, tanh_backward(upstream, x.detach()))
    (slope,) = torch.autograd.grad(torch.tanh(x).sum(), x)
    assert torch.allclose(slope, tanh_derivative(x.detach()))


compare_with_autograd()
check("exercise01")
assert saturation(torch.tensor([[1.0, -1.0, 0.0, 0.5]])) == 0.5
assert doctest.testmod(sys.modules[__name__]).failed == 0

if __name__ == "__main__":
    assert gradcheck(torch.tanh, torch.randn(2, 2, dtype=torch.float64, requires_grad=True))
    tanh_derivative = torch.func.grad(torch.tanh)
    print(tanh_derivative(torch.tensor(0.5)))
