# WRONG: kaiming_std: an unknown nonlinearity gets the gain 1 instead of a ValueError
# LINES: kaiming_std 11

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    table = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    gain = table.get(nonlinearity, 1.0)
    return gain / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in ("linear", "sigmoid", "tanh", "relu"):
        raise ValueError
    return torch.randn(fan_in, fan_out, generator=generator).mul(kaiming_std(fan_in, nonlinearity))
