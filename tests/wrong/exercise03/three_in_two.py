# WRONG: kaiming_std: an unknown nonlinearity gets the gain 1 without an error, and the tanh gain is turned upside down, 3/5.
# WRONG: kaiming_normal: the numbers lie around the standard deviation instead of around 0.
# LINES: kaiming_std 11
# LINES: kaiming_normal 20
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gain = {"tanh": 3 / 5, "relu": math.sqrt(2)}.get(nonlinearity, 1.0)
    return gain / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    known = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in known:
        raise ValueError(nonlinearity)
    s = known[nonlinearity] / math.sqrt(fan_in)
    return torch.normal(s, s, size=(fan_in, fan_out), generator=generator)
