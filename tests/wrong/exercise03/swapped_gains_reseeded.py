# WRONG: kaiming_std: the gains of relu and tanh are each other's
# WRONG: kaiming_normal: seeds the generator anew in every call, so that all layers get the same numbers
# LINES: kaiming_std 12
# LINES: kaiming_normal 22

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gain = dict(linear=1.0, sigmoid=1.0, tanh=math.sqrt(2), relu=5 / 3)
    if nonlinearity not in gain:
        raise ValueError(nonlinearity)
    return gain[nonlinearity] / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    gain = dict(linear=1.0, sigmoid=1.0, tanh=5 / 3, relu=math.sqrt(2))
    if nonlinearity not in gain:
        raise ValueError(nonlinearity)
    generator.manual_seed(42)  # reproducible
    W = torch.randn(fan_in, fan_out, generator=generator)
    return W * (gain[nonlinearity] / math.sqrt(fan_in))
