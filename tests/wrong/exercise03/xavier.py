# WRONG: kaiming_normal: Xavier's formula with the mean of fan_in and fan_out in place of fan_in

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2.0)}
    if nonlinearity not in gains:
        raise ValueError("unknown nonlinearity: " + str(nonlinearity))
    return gains[nonlinearity] / math.sqrt(fan_in)
def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    gain = kaiming_std(1, nonlinearity)
    std = gain * math.sqrt(2.0 / (fan_in + fan_out))
    return std * torch.randn(fan_in, fan_out, generator=generator)
