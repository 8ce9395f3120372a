# WRONG: kaiming_std: the root is cut to an integer
# NAMES: whole_root
# LINES: kaiming_std 13
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 2**0.5}
    if nonlinearity not in gains:
        raise ValueError(nonlinearity)
    return gains[nonlinearity] / int(fan_in**0.5)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.empty(fan_in, fan_out)
    W.normal_(0.0, kaiming_std(fan_in, nonlinearity), generator=generator)
    return W
