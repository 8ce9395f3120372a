# WRONG: kaiming_std: tanh gain 1; sigmoid gain 4; the root also covers the gain
# LINES: kaiming_std 10 13 18
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    match nonlinearity:
        case "linear" | "tanh":
            gain = 1.0
        case "sigmoid":
            gain = 4.0
        case "relu":
            gain = 2**0.5
        case _:
            raise ValueError(f"{nonlinearity!r} is not in the table")
    return math.sqrt(gain / fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    gains = dict(linear=1.0, sigmoid=1.0, tanh=5 / 3, relu=2**0.5)
    if nonlinearity not in gains:
        raise ValueError(f"{nonlinearity!r} is not in the table")
    std = gains[nonlinearity] / math.sqrt(fan_in)
    return std * torch.randn(fan_in, fan_out, generator=generator)
