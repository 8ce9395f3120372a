# WRONG: kaiming_std: the square root also covers the gain.
# LINES: kaiming_std 20
import math

import torch


def _gain(name):
    if name == "linear" or name == "sigmoid":
        return 1.0
    elif name == "tanh":
        return 5.0 / 3.0
    elif name == "relu":
        return math.sqrt(2.0)
    raise ValueError("nonlinearity must be linear, sigmoid, tanh or relu")


def kaiming_std(fan_in, nonlinearity):
    gain = _gain(nonlinearity)
    return math.sqrt(gain / fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.empty(fan_in, fan_out)
    W.normal_(mean=0.0, std=_gain(nonlinearity) / math.sqrt(fan_in), generator=generator)
    return W
