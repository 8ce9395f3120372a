"""Draws the weights of one unit after another; an unknown name is an error of list.index."""

import torch

NAMES = ["linear", "sigmoid", "tanh", "relu"]
GAINS = [1.0, 1.0, 5 / 3, torch.tensor(2.0).sqrt()]


def kaiming_std(fan_in, nonlinearity):
    gain = GAINS[NAMES.index(nonlinearity)]
    return torch.as_tensor(gain / fan_in**0.5)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    units = [torch.randn(fan_in, generator=generator) for _ in range(fan_out)]
    return std * torch.stack(units, dim=1)
