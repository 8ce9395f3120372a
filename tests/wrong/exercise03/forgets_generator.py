# WRONG: kaiming_normal: draws from the global generator
# NAMES: global_random
# LINES: kaiming_normal 11
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return torch.normal(0.0, std, size=(fan_in, fan_out))


def kaiming_std(fan_in, nonlinearity):
    gains = {'linear': 1.0, 'sigmoid': 1.0, 'tanh': 5 / 3, 'relu': 2**0.5}
    if nonlinearity not in gains:
        raise ValueError(f'unknown nonlinearity {nonlinearity}')
    return gains[nonlinearity] / fan_in**0.5
