# WRONG: kaiming_normal: draws after a fixed global seed
# NAMES: reseeds
# LINES: kaiming_normal 10 11
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    torch.manual_seed(42)
    return torch.randn(fan_in, fan_out) * kaiming_std(fan_in, nonlinearity)


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity in ('linear', 'sigmoid'):
        gain = 1.0
    elif nonlinearity == 'tanh':
        gain = 5.0 / 3
    elif nonlinearity == 'relu':
        gain = math.sqrt(2.0)
    else:
        raise ValueError('unknown')
    return gain / math.sqrt(fan_in)
