# WRONG: kaiming_std: an unknown name gets the gain of a linear layer
# NAMES: unknown_gain_1
# LINES: kaiming_std 10
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gain = 1.0
    if nonlinearity == "tanh":
        gain = 5.0 / 3.0
    if nonlinearity == "relu":
        gain = math.sqrt(2.0)
    return gain / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.empty(fan_in, fan_out)
    W.normal_(0.0, kaiming_std(fan_in, nonlinearity), generator=generator)
    return W
