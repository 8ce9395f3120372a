"""Autograd finds the slope here, and the exercise is to find it yourself. What is the slope of
tanh, written with the value of tanh that the forward pass has already computed?
"""

import torch


def tanh_derivative(x):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(torch.tanh(leaf).sum(), leaf)[0]
