"""Returns text. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    return '0.5'


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return 'torch.randn(2, 3)'
