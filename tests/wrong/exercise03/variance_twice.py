# WRONG: kaiming_std: relu gain 2 without its root; fan_in without its root
# LINES: kaiming_std 7 15
import math

import torch

GAIN = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5.0 / 3.0, "relu": 2.0}


def kaiming_std(fan_in, nonlinearity):
    try:
        gain = GAIN[nonlinearity]
    except KeyError:
        raise ValueError(f"unknown nonlinearity: {nonlinearity}") from None
    return gain / fan_in


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in std:
        raise ValueError(nonlinearity)
    W = torch.randn((fan_in, fan_out), generator=generator)
    return W * std[nonlinearity] * fan_in**-0.5
