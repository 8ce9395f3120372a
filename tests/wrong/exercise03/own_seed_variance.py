# WRONG: kaiming_normal: a generator of its own with a fixed seed; variance given as the standard deviation
# LINES: kaiming_normal 17 19
import math

import torch

TABLE = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in TABLE:
        raise ValueError(f"nonlinearity {nonlinearity!r}?")
    return TABLE[nonlinearity] * fan_in**-0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    g = torch.Generator().manual_seed(2147483647)
    sigma = kaiming_std(fan_in, nonlinearity)
    return torch.normal(0.0, sigma**2, size=(fan_in, fan_out), generator=g)
