# WRONG: kaiming_std: an unknown name is an AssertionError
# LINES: kaiming_std 10
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 2**0.5}
    assert nonlinearity in gains
    return gains[nonlinearity] / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.empty(fan_in, fan_out)
    W.normal_(0.0, kaiming_std(fan_in, nonlinearity), generator=generator)
    return W
