# WRONG: kaiming_normal: uniform between -std and std
# NAMES: uniform_std
# LINES: kaiming_normal 12
import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    s = kaiming_std(fan_in, nonlinearity)
    W = torch.empty(fan_in, fan_out)
    return W.uniform_(-s, s, generator=generator)


def kaiming_std(fan_in, nonlinearity):
    gains = {'linear': 1.0, 'sigmoid': 1.0, 'tanh': 5 / 3, 'relu': 2**0.5}
    if nonlinearity not in gains:
        raise ValueError(f'unknown nonlinearity {nonlinearity}')
    return gains[nonlinearity] / fan_in**0.5
