# WRONG: kaiming_std: returns the bound sqrt(3) * std of the uniform variant (as in kaiming_uniform_), not the standard deviation
# WRONG: kaiming_normal: draws uniformly between minus and plus the standard deviation instead of normal numbers

import math

import torch


def _gain(nonlinearity):
    if nonlinearity == "tanh":
        return 5.0 / 3
    if nonlinearity == "relu":
        return math.sqrt(2.0)
    if nonlinearity in ("linear", "sigmoid"):
        return 1.0
    raise ValueError(f"Unsupported nonlinearity {nonlinearity}")


def kaiming_std(fan_in, nonlinearity):
    return _gain(nonlinearity) * math.sqrt(3.0 / fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    bound = _gain(nonlinearity) / math.sqrt(fan_in)
    w = torch.rand(fan_in, fan_out, generator=generator)
    return w * 2 * bound - bound
