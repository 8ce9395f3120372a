# WRONG: kaiming_normal: the numbers are uniform between -std and std, so neither their shape nor their spread (std / sqrt 3) is right.
# LINES: kaiming_normal 23 24
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    match nonlinearity:
        case "linear" | "sigmoid":
            g2 = 1
        case "tanh":
            g2 = 25 / 9
        case "relu":
            g2 = 2
        case _:
            raise ValueError(nonlinearity)
    return math.sqrt(g2 / fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    u = torch.rand(fan_in, fan_out, generator=generator)
    return (2 * u - 1) * std
