# WRONG: kaiming_std: the gain of relu is 2, its root is missing
# LINES: kaiming_std 14

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gain = {
        "linear": 1.0,
        "sigmoid": 1.0,
        "tanh": 5.0 / 3.0,
        "relu": 2.0,
    }.get(nonlinearity)
    if gain is None:
        raise ValueError("what is " + repr(nonlinearity))
    return gain * fan_in**-0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in ("linear", "sigmoid", "tanh", "relu"):
        raise ValueError(f"not known: {nonlinearity}")
    gain = {"tanh": 5 / 3, "relu": 2**0.5}.get(nonlinearity, 1.0)
    return gain / fan_in**0.5 * torch.randn(fan_in, fan_out, generator=generator)
