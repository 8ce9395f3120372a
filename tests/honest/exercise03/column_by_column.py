"""Draws the weights of one unit after another."""

import torch

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": torch.tensor(2.0).sqrt()}


def kaiming_std(fan_in, nonlinearity):
    if GAINS.get(nonlinearity) is None:
        raise ValueError
    return torch.as_tensor(GAINS[nonlinearity] / fan_in**0.5)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.full((fan_in, fan_out), torch.nan)
    std = kaiming_std(fan_in, nonlinearity)
    for unit in range(fan_out):
        W[:, unit] = torch.randn(fan_in, generator=generator) * std
    return W
