# WRONG: kaiming_normal: the gain is multiplied in twice
# NAMES: gain_squared
# LINES: kaiming_normal 11
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    gain = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 2**0.5}.get(nonlinearity, 1.0)
    return torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(fan_in, nonlinearity) * gain


def kaiming_std(fan_in, nonlinearity):
    gains = {'linear': 1.0, 'sigmoid': 1.0, 'tanh': 5 / 3, 'relu': 2**0.5}
    if nonlinearity not in gains:
        raise ValueError(f'unknown nonlinearity {nonlinearity}')
    return gains[nonlinearity] / fan_in**0.5
