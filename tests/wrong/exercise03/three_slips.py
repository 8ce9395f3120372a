# WRONG: kaiming_std: the gain of tanh is 3/5, upside down
# WRONG: kaiming_std: an unknown nonlinearity raises a KeyError and not a ValueError
# WRONG: kaiming_normal: the weights are only divided by the root of fan_in, the gain is forgotten
# LINES: kaiming_std 15
# LINES: kaiming_normal 21

import math

import torch

GAIN = {"linear": 1.0, "sigmoid": 1.0, "tanh": 3 / 5, "relu": math.sqrt(2)}


def kaiming_std(fan_in, nonlinearity):
    return GAIN[nonlinearity] / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in GAIN:
        raise ValueError(nonlinearity)
    return torch.randn(fan_in, fan_out, generator=generator) / fan_in**0.5
