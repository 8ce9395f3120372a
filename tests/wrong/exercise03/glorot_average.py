# WRONG: kaiming_normal: the mean of fan-in and fan-out
# NAMES: fan_average
# LINES: kaiming_normal 10
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    fan = 0.5 * (fan_in + fan_out)
    return torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(fan, nonlinearity)


def kaiming_std(fan_in, nonlinearity):
    gains = {'linear': 1.0, 'sigmoid': 1.0, 'tanh': 5 / 3, 'relu': 2**0.5}
    if nonlinearity not in gains:
        raise ValueError(f'unknown nonlinearity {nonlinearity}')
    return gains[nonlinearity] / fan_in**0.5
