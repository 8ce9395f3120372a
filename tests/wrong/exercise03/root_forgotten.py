# WRONG: kaiming_std: the gain is divided by fan_in, not by its square root.
# LINES: kaiming_std 15
import math

import torch

_GAIN = dict(linear=1.0, sigmoid=1.0, tanh=5 / 3, relu=2**0.5)


def kaiming_std(fan_in, nonlinearity):
    try:
        gain = _GAIN[nonlinearity]
    except KeyError:
        raise ValueError(f"unknown nonlinearity {nonlinearity}") from None
    return gain / fan_in


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in _GAIN:
        raise ValueError(nonlinearity)
    std = _GAIN[nonlinearity] * fan_in**-0.5
    return torch.normal(0.0, std, size=(fan_in, fan_out), generator=generator)
