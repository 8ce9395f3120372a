# WRONG: kaiming_normal: torch.normal is given the variance where it wants the standard deviation.
# LINES: kaiming_normal 16 17
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError("no such nonlinearity")
    return gains[nonlinearity] / fan_in**0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    var = kaiming_std(fan_in, nonlinearity) ** 2
    return torch.normal(mean=0.0, std=var, size=(fan_in, fan_out), generator=generator)
