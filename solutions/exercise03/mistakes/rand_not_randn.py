"""The weights start at 0 and none is negative: torch.rand draws evenly between 0 and 1. One more
letter gives you the bell curve around 0.
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.rand(fan_in, fan_out, generator=generator)
    return W * kaiming_std(fan_in, nonlinearity)
