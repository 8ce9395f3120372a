# WRONG: kaiming_normal: clamped at one standard deviation
# NAMES: clamped
# LINES: kaiming_normal 11
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.randn(fan_in, fan_out, generator=generator)
    W = W.clamp(min=-1.0, max=1.0)
    return W * kaiming_std(fan_in, nonlinearity)


def kaiming_std(fan_in, nonlinearity):
    gains = {'linear': 1.0, 'sigmoid': 1.0, 'tanh': 5 / 3, 'relu': 2**0.5}
    if nonlinearity not in gains:
        raise ValueError(f'unknown nonlinearity {nonlinearity}')
    return gains[nonlinearity] / fan_in**0.5
