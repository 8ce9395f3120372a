# WRONG: kaiming_normal: as in TensorFlow's truncated normal everything beyond two standard deviations is drawn again, so the tails are missing and the spread is 0.88 of what it should be.
# LINES: kaiming_normal 18 19 22
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    if nonlinearity not in gains:
        raise ValueError(f"gain of {nonlinearity} is unknown")
    return gains[nonlinearity] / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    stddev = kaiming_std(fan_in, nonlinearity)
    z = torch.randn(fan_in, fan_out, generator=generator)
    while True:
        outside = z.abs() > 2
        if not outside.any():
            return z * stddev
        z[outside] = torch.randn(int(outside.sum()), generator=generator)
