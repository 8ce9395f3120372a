"""The weights have the shape (fan_out, fan_in), which is how torch.nn.Linear keeps them. Here the
layer computes x @ W: which dimension of W has to match the columns of x?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_out, fan_in, generator=generator) * kaiming_std(fan_in, nonlinearity)
