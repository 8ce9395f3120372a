# WRONG: kaiming_std: no gain
# WRONG: kaiming_normal: the weights are not scaled
# NAMES: no_gain + unscaled
# LINES: kaiming_std 14
# LINES: kaiming_normal 20
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in ("linear", "sigmoid", "tanh", "relu"):
        raise ValueError(nonlinearity)
    return fan_in**-0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in ("linear", "sigmoid", "tanh", "relu"):
        raise ValueError(nonlinearity)
    return torch.randn(fan_in, fan_out, generator=generator)
