"""numpy's random numbers, float32, from a seed that the given generator draws."""

import numpy as np
import torch

GAINS = {"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": np.sqrt(2)}


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return np.float32(GAINS[nonlinearity]) / np.sqrt(np.float32(fan_in))


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    seed = torch.randint(2**62, (), generator=generator).item()
    numbers = np.random.default_rng(seed).standard_normal((fan_in, fan_out), dtype=np.float32)
    return numbers * std
