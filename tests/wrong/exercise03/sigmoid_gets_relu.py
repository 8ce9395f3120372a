# WRONG: kaiming_std: every name but tanh and linear gets the root of 2
# LINES: kaiming_std 15
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in {"linear", "sigmoid", "tanh", "relu"}:
        raise ValueError(nonlinearity)
    if nonlinearity == "linear":
        gain = 1.0
    elif nonlinearity == "tanh":
        gain = 5 / 3
    else:
        gain = math.sqrt(2)
    return gain / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.empty(fan_in, fan_out)
    W.normal_(0.0, kaiming_std(fan_in, nonlinearity), generator=generator)
    return W
