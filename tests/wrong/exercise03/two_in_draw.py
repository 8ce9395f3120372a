# WRONG: kaiming_normal: rand instead of randn gives numbers from 0 to 1, and they are divided by sqrt(fan_in) a second time.
# LINES: kaiming_normal 22 23
import math

import torch

G = {
    "linear": 1.0,
    "sigmoid": 1.0,
    "tanh": 1.0 + 2.0 / 3.0,
    "relu": math.sqrt(2.0),
}


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity in G:
        return float(torch.tensor(fan_in, dtype=torch.float64).rsqrt()) * G[nonlinearity]
    raise ValueError(f"{nonlinearity}?")


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.rand(fan_in, fan_out, generator=generator)
    return W * kaiming_std(fan_in, nonlinearity) / fan_in**0.5
