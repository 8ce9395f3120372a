# WRONG: kaiming_normal: the shape is (fan_out, fan_in), as in nn.Linear
# LINES: kaiming_normal 20

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity == "relu":
        gain = 2**0.5
    elif nonlinearity == "tanh":
        gain = 5 / 3
    elif nonlinearity in ("linear", "sigmoid"):
        gain = 1
    else:
        raise ValueError(nonlinearity)
    return gain / fan_in**0.5
def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    w = torch.randn(fan_out, fan_in, generator=generator)
    return kaiming_std(fan_in, nonlinearity) * w
