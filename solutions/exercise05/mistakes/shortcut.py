"""Autograd walks the gradient back here, and the exercise is to walk it yourself. Which three paths
would you have to write down?
"""

import torch


def batchnorm_backward(grad_out, cache):
    x = cache["x"].clone().requires_grad_()
    gamma = cache["gamma"].clone().requires_grad_()
    beta = torch.zeros_like(gamma, requires_grad=True)
    var = x.var(dim=0, correction=cache["correction"])
    out = gamma * (x - x.mean(dim=0)) / torch.sqrt(var + cache["eps"]) + beta
    return torch.autograd.grad((out * grad_out).sum(), (x, gamma, beta))
