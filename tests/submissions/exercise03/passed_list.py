"""The weights as a list of lists, the spread as a tensor of one number. Points: 10."""

import torch

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 2**0.5}


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return torch.tensor(GAINS[nonlinearity], dtype=torch.float64) / fan_in**0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return (torch.randn(fan_in, fan_out, generator=generator) * std).tolist()
