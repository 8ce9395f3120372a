# WRONG: kaiming_std: an unknown name is a KeyError
# NAMES: key_error
# LINES: kaiming_std 13
import math

import torch


GAIN = dict(linear=1.0, sigmoid=1.0, tanh=5 / 3, relu=2**0.5)


def kaiming_std(fan_in, nonlinearity):
    return GAIN[nonlinearity] / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return std * torch.randn((fan_in, fan_out), generator=generator)
