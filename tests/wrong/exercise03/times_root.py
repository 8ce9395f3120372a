# WRONG: kaiming_std: multiplies by the root of fan_in instead of dividing
# WRONG: kaiming_std: sigmoid gets the gain 5/3 like tanh
# LINES: kaiming_std 14
# LINES: kaiming_std 20

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity == "linear":
        k = 1
    elif nonlinearity in ("tanh", "sigmoid"):
        k = 5 / 3
    elif nonlinearity == "relu":
        k = math.sqrt(2)
    else:
        raise ValueError("unknown")
    return k * math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    ks = {"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in ks:
        raise ValueError("unknown")
    return torch.randn(fan_in, fan_out, generator=generator) * ks[nonlinearity] / math.sqrt(fan_in)
