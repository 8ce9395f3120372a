# WRONG: kaiming_normal: the layout of torch, and the spread of fan-out
# NAMES: transposed + fan_out
# LINES: kaiming_normal 10 11
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_out, nonlinearity)
    return torch.randn(fan_out, fan_in, generator=generator) * std


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
