# WRONG: kaiming_std: no root, and a relu gain of 2
# NAMES: root_forgotten + relu_2
# LINES: kaiming_std 10 13
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    table = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5.0 / 3.0, "relu": 2.0}
    if nonlinearity not in table:
        raise ValueError(nonlinearity)
    return table[nonlinearity] / fan_in


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return std * torch.randn((fan_in, fan_out), generator=generator)
