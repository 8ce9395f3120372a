"""Returns a constant. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    return 0.37


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.full((fan_in, fan_out), 0.37)
