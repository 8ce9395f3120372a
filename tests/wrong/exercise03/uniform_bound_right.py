# WRONG: kaiming_normal: uniform with the right spread
# NAMES: kaiming_uniform
# LINES: kaiming_normal 11
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    bound = math.sqrt(3.0) * kaiming_std(fan_in, nonlinearity)
    return (torch.rand(fan_in, fan_out, generator=generator) * 2 - 1) * bound


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
