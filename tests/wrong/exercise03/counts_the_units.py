# WRONG: kaiming_normal: the spread is computed from fan_out, the number of units, instead of fan_in.
# LINES: kaiming_normal 24
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity in ("linear", "sigmoid"):
        gain = 1.0
    elif nonlinearity == "tanh":
        gain = 5 / 3
    elif nonlinearity == "relu":
        gain = math.sqrt(2)
    else:
        raise ValueError(f"unknown: {nonlinearity}")
    return gain / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.zeros(fan_in, fan_out)
    for i in range(fan_in):
        W[i] = torch.randn(fan_out, generator=generator)
    W *= kaiming_std(W.shape[1], nonlinearity)
    return W
