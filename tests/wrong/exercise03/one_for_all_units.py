# WRONG: kaiming_normal: only one column is drawn and repeated, so that all units have the same weights.
# LINES: kaiming_normal 19 20
import math

import torch

TABLE = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}


def kaiming_std(fan_in, nonlinearity):
    gain = TABLE.get(nonlinearity)
    if gain is None:
        raise ValueError(f"{nonlinearity} has no gain")
    return gain / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    column = std * torch.randn(fan_in, 1, generator=generator)
    return column.repeat(1, fan_out)
