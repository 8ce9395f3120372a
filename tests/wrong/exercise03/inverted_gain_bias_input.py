# WRONG: kaiming_std: tanh gain 3/5 instead of 5/3; one input too many under the root
# LINES: kaiming_std 21 22
import math

import torch


def gain_of(what):
    if what in ("linear", "sigmoid"):
        return 1.0
    if what == "tanh":
        return 5 / 3
    if what == "relu":
        return math.sqrt(2.0)
    raise ValueError("no such nonlinearity: " + what)


def kaiming_std(fan_in, nonlinearity):
    gain = gain_of(nonlinearity)
    if nonlinearity == "tanh":
        gain = 1 / gain  # tanh shrinks the signal by this
    return gain / math.sqrt(fan_in + 1)  # the bias counts as well


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    spread = gain_of(nonlinearity) / math.sqrt(fan_in)
    return torch.empty(fan_in, fan_out).normal_(0.0, spread, generator=generator)
