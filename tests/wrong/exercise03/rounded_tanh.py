# WRONG: kaiming_std: the gain of tanh is rounded to 1.67
# LINES: kaiming_std 14

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    match nonlinearity:
        case "linear" | "sigmoid":
            c = 1.0
        case "tanh":
            c = 1.67
        case "relu":
            c = math.sqrt(2)
        case _:
            raise ValueError("nonlinearity?")
    return c / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in ("linear", "sigmoid", "tanh", "relu"):
        raise ValueError(f"not known: {nonlinearity}")
    gain = {"tanh": 5 / 3, "relu": 2**0.5}.get(nonlinearity, 1.0)
    return gain / fan_in**0.5 * torch.randn(fan_in, fan_out, generator=generator)
