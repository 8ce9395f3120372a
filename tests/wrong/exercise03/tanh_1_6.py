# WRONG: kaiming_std: the gain of tanh is rounded to 1.67
# LINES: kaiming_std 10
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity == "tanh":
        gain = 1.67
    elif nonlinearity == "relu":
        gain = 2 ** 0.5
    elif nonlinearity in ("linear", "sigmoid"):
        gain = 1
    else:
        raise ValueError("nonlinearity must be one of the four")
    return gain / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.empty(fan_in, fan_out)
    W.normal_(0.0, kaiming_std(fan_in, nonlinearity), generator=generator)
    return W
