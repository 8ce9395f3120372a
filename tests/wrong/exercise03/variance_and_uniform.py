# WRONG: kaiming_std: returns the variance gain**2 / fan_in
# WRONG: kaiming_normal: draws uniform numbers between 0 and 1 (rand) instead of normal ones
# LINES: kaiming_std 16
# LINES: kaiming_normal 23

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    known = ["linear", "sigmoid", "tanh", "relu"]
    if nonlinearity not in known:
        raise ValueError(f"use one of {known}")
    gain = [1, 1, 5 / 3, math.sqrt(2)][known.index(nonlinearity)]
    return gain**2 / fan_in


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    g = {"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in g:
        raise ValueError(nonlinearity)
    u = torch.rand(fan_in, fan_out, generator=generator)
    return u * g[nonlinearity] / math.sqrt(fan_in)
