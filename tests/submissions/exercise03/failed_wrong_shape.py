"""Returns right numbers in shapes that are not asked for. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    return torch.tensor([(5 / 3 if nonlinearity == 'tanh' else 2**0.5 if nonlinearity == 'relu' else 1.0) / fan_in**0.5])


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(1, fan_in, fan_out, generator=generator) * kaiming_std(fan_in, nonlinearity)
