# WRONG: kaiming_normal: the spread is computed from fan_out instead of fan_in
# LINES: kaiming_normal 16

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2.0)}
    if nonlinearity not in gains:
        raise ValueError("unknown nonlinearity: " + str(nonlinearity))
    return gains[nonlinearity] / math.sqrt(fan_in)
def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    mean = torch.zeros(fan_in, fan_out)
    std = kaiming_std(fan_out, nonlinearity)
    return torch.normal(mean, std, generator=generator)
