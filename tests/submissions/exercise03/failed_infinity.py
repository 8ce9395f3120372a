"""Returns infinity. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    return float('inf')


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.full((fan_in, fan_out), float('inf'))
