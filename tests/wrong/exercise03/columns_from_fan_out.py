# WRONG: kaiming_normal: the spread of the wrong dimension
# NAMES: fan_out
# LINES: kaiming_normal 14
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    columns = []
    for _ in range(fan_out):
        columns.append(torch.randn(fan_in, generator=generator))
    W = torch.stack(columns, dim=1)
    return W * kaiming_std(W.shape[1], nonlinearity)


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
