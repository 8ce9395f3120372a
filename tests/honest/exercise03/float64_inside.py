"""Everything in float64: the inverse of the normal distribution, applied to uniform numbers."""

import numpy as np
import torch


def kaiming_std(fan_in, nonlinearity):
    squares = {"linear": 1, "sigmoid": 1, "tanh": 25 / 9, "relu": 2}
    if nonlinearity not in squares.keys():
        raise ValueError("unknown nonlinearity", nonlinearity)
    return np.exp((np.log(squares[nonlinearity]) - np.log(np.float64(fan_in))) / 2)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    shape = torch.Size((fan_in, fan_out))
    uniform = torch.rand(shape, generator=generator, dtype=torch.float64)
    return std * torch.special.ndtri(uniform.clamp(min=1e-18))
