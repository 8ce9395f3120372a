"""The weights are spread for tanh, whatever nonlinearity is asked for. Does the name travel all
the way to kaiming_std?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    std = kaiming_std(fan_in, "tanh")
    return torch.randn(fan_in, fan_out, generator=generator) * std
