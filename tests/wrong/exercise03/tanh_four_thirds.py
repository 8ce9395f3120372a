# WRONG: kaiming_std: the gain of tanh is 4/3
# LINES: kaiming_std 9
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gain = {"linear": 1, "sigmoid": 1, "tanh": 4 / 3, "relu": 2 ** 0.5}
    if nonlinearity not in gain:
        raise ValueError("?")
    return gain[nonlinearity] / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return std * torch.randn((fan_in, fan_out), generator=generator)
