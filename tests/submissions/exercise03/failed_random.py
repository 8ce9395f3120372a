"""Returns plain random numbers. Points: 1."""

import torch


def kaiming_std(fan_in, nonlinearity):
    return torch.rand(()).item()


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out)
