# WRONG: kaiming_std: divides by fan_in and not by its root
# LINES: kaiming_std 15

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": math.sqrt(2)}
    try:
        gain = gains[nonlinearity]
    except KeyError:
        raise ValueError(f"no gain for {nonlinearity}")
    return gain / fan_in


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    g = {"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in g:
        raise ValueError(nonlinearity)
    s = g[nonlinearity] / fan_in**0.5
    return torch.randn(fan_in, fan_out, generator=generator) * s
