# WRONG: kaiming_normal: mean of fan_in and fan_out; generator copied from its seed so that it does not move on; numbers cut off at one std
# LINES: kaiming_normal 20 22 24
import math

import torch


def _gain(nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError(f"no gain for {nonlinearity}")
    return gains[nonlinearity]


def kaiming_std(fan_in, nonlinearity):
    return _gain(nonlinearity) / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    fan = (fan_in + fan_out) / 2
    std = _gain(nonlinearity) / math.sqrt(fan)
    copy = torch.Generator().manual_seed(generator.initial_seed())
    W = torch.normal(0.0, std, (fan_in, fan_out), generator=copy)
    return W.clamp(-std, std)
