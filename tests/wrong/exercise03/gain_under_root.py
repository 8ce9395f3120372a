# WRONG: kaiming_std: the gain of tanh stands under the root with fan_in
# LINES: kaiming_std 14

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    # std = sqrt(gain / fan_in), He: sqrt(2 / fan_in)
    numerators = {"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": 2}
    if nonlinearity not in numerators:
        raise ValueError(nonlinearity)
    return math.sqrt(numerators[nonlinearity] / fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in ("linear", "sigmoid", "tanh", "relu"):
        raise ValueError(f"not known: {nonlinearity}")
    gain = {"tanh": 5 / 3, "relu": 2**0.5}.get(nonlinearity, 1.0)
    return gain / fan_in**0.5 * torch.randn(fan_in, fan_out, generator=generator)
