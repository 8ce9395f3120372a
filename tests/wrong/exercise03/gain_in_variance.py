# WRONG: kaiming_std: the gain is inside the root
# NAMES: gain_inside_sqrt
# LINES: kaiming_std 13
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gain = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}.get(nonlinearity)
    if gain is None:
        raise ValueError("no such nonlinearity")
    var = gain / fan_in
    return math.sqrt(var)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.empty(fan_in, fan_out)
    W.normal_(0.0, kaiming_std(fan_in, nonlinearity), generator=generator)
    return W
