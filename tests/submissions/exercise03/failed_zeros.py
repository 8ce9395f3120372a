"""Returns zeros. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    return 0.0


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.zeros(fan_in, fan_out)
