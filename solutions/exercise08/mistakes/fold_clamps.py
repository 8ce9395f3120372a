"""The variance is kept from going below eps, instead of having eps added to it. Both prevent a
division by 0, and they give different numbers. Which of the two did the network have in
evaluation?
"""

import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    s = gamma / torch.sqrt(running_var.clamp(min=eps))
    b = torch.zeros_like(running_mean) if b is None else b
    return W * s, (b - running_mean) * s + beta
