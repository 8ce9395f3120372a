"""The spread counts all the weights of the layer. One unit sees only its own: how many products
does a single unit add up?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in * fan_out, nonlinearity)
    return torch.randn(fan_in, fan_out, generator=generator) * std
