"""No weight is below 0. Such a layer adds everything up and can compare nothing; around which
value should the weights lie?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.randn(fan_in, fan_out, generator=generator).abs()
    return W * kaiming_std(fan_in, nonlinearity)
