# WRONG: kaiming_normal: the standard deviation is added to the random numbers instead of multiplied
# WRONG: kaiming_normal: no generator is passed, the same seed does not give the same weights
# LINES: kaiming_normal 22
# LINES: kaiming_normal 23

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
    noise = torch.randn(fan_in, fan_out)
    return noise + kaiming_std(fan_in, nonlinearity)
