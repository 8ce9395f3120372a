"""Everything in numpy, drawn from the generator through a seed. Points: 10."""

import numpy as np
import torch

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 2**0.5}


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return np.float64(GAINS[nonlinearity]) / np.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    seed = int(torch.randint(2**62, (), generator=generator))
    return np.random.default_rng(seed).normal(0.0, std, (fan_in, fan_out))
