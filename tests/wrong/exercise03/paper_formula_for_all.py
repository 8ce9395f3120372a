# WRONG: kaiming_std: the root of 2 over fan_in for every name
# NAMES: relu_everywhere
# LINES: kaiming_std 12
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in ("linear", "sigmoid", "tanh", "relu"):
        raise ValueError(nonlinearity)
    return (2.0 / fan_in) ** 0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return std * torch.randn((fan_in, fan_out), generator=generator)
