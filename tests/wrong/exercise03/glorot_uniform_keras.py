# WRONG: kaiming_normal: Keras' default, Glorot uniform
# NAMES: xavier + kaiming_uniform
# LINES: kaiming_normal 11 12
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    kaiming_std(fan_in, nonlinearity)
    limit = math.sqrt(6 / (fan_in + fan_out))
    return torch.rand(fan_in, fan_out, generator=generator) * 2 * limit - limit


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
