# WRONG: kaiming_normal: the layout is that of torch.nn.Linear
# NAMES: transposed
# LINES: kaiming_normal 10
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    weight = torch.empty(fan_out, fan_in)
    weight.normal_(0, kaiming_std(fan_in, nonlinearity), generator=generator)
    return weight


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
