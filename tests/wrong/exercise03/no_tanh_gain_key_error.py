# WRONG: kaiming_std: tanh has gain 1, unknown names are a KeyError
# NAMES: tanh_gain_1 + key_error
# LINES: kaiming_std 10
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gain = {"linear": 1.0, "sigmoid": 1.0, "tanh": 1.0, "relu": 1.4142135623730951}[nonlinearity]
    return gain / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.empty(fan_in, fan_out)
    W.normal_(0.0, kaiming_std(fan_in, nonlinearity), generator=generator)
    return W
