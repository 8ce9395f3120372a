"""The weights come as one long row of fan_in · fan_out numbers. x @ W needs two dimensions: which
shape does the docstring promise?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.randn(fan_in * fan_out, generator=generator)
    return W * kaiming_std(fan_in, nonlinearity)
