# WRONG: kaiming_normal: fan_out instead of fan_in; rand instead of randn
# LINES: kaiming_normal 19 20
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity == "relu":
        return math.sqrt(2 / fan_in)
    if nonlinearity == "tanh":
        return 5 / (3 * math.sqrt(fan_in))
    if nonlinearity in {"linear", "sigmoid"}:
        return 1 / math.sqrt(fan_in)
    raise ValueError(f"cannot scale for {nonlinearity}")


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_out, nonlinearity)
    return std * torch.rand(fan_in, fan_out, generator=generator)
