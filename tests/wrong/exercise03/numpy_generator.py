# WRONG: kaiming_normal: a numpy generator of its own with a fixed seed
# NAMES: reseeds
# LINES: kaiming_normal 11
import math

import numpy as np
import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    rng = np.random.default_rng(0)
    W = rng.standard_normal((fan_in, fan_out)) * kaiming_std(fan_in, nonlinearity)
    return torch.from_numpy(W)


def kaiming_std(fan_in, nonlinearity):
    gains = {'linear': 1.0, 'sigmoid': 1.0, 'tanh': 5 / 3, 'relu': 2**0.5}
    if nonlinearity not in gains:
        raise ValueError(f'unknown nonlinearity {nonlinearity}')
    return gains[nonlinearity] / fan_in**0.5
