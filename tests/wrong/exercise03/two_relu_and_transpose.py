# WRONG: kaiming_std: the gain of relu is 2 instead of the root of 2.
# WRONG: kaiming_normal: the weights are laid out as (fan_out, fan_in).
# LINES: kaiming_std 11
# LINES: kaiming_normal 22
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 2.0}
    if nonlinearity not in gains:
        raise ValueError(nonlinearity)
    return gains[nonlinearity] / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    squares = {"linear": 1.0, "sigmoid": 1.0, "tanh": 25 / 9, "relu": 2.0}
    if nonlinearity not in squares:
        raise ValueError(nonlinearity)
    sd = math.sqrt(squares[nonlinearity] / fan_in)
    return sd * torch.randn(fan_out, fan_in, generator=generator)
