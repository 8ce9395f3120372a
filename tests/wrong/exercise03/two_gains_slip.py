# WRONG: kaiming_std: tanh has gain 1 and relu has gain 2
# NAMES: tanh_gain_1 + relu_2
# LINES: kaiming_std 11
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0,
             "tanh": 1.0, "relu": 2.0}
    if nonlinearity not in gains:
        raise ValueError
    return gains[nonlinearity] * math.sqrt(1 / fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return std * torch.randn((fan_in, fan_out), generator=generator)
