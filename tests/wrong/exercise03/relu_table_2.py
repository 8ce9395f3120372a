# WRONG: kaiming_std: the gain of relu is 2
# NAMES: relu_2
# LINES: kaiming_std 9
import math

import torch


GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 2.0}


def kaiming_std(fan_in, nonlinearity):
    try:
        gain = GAINS[nonlinearity]
    except KeyError as error:
        raise ValueError(nonlinearity) from error
    return gain * fan_in ** -0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return std * torch.randn((fan_in, fan_out), generator=generator)
