# WRONG: kaiming_std: the variance
# NAMES: variance
# LINES: kaiming_std 14
import math

import numpy as np
import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": np.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError(nonlinearity)
    return float(gains[nonlinearity] ** 2 / fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return std * torch.randn((fan_in, fan_out), generator=generator)
