"""Folds everything into one factor and one summand per feature, as torch does inside."""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if not training:
        mean, var = running_mean, running_var
    elif len(x) > 1:
        mean = x.sum(dim=0) / len(x)
        squares = (x - mean).square().sum(dim=0)
        var = squares / (len(x) - correction)
        running_mean = torch.lerp(running_mean, mean.detach(), momentum)
        running_var = torch.lerp(running_var, squares.detach() / (len(x) - 1), momentum)
    else:
        raise ValueError("n = 1")
    factor = gamma / (var + eps) ** 0.5
    return torch.addcmul(beta - mean * factor, x, factor), running_mean, running_var
