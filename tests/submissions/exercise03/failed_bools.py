"""Returns bools. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    return True


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.ones(fan_in, fan_out) > 0
