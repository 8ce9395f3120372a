# WRONG: kaiming_std: the gain of sigmoid is 0.25 (its slope at 0) instead of 1.
# WRONG: kaiming_normal: it draws from a copy seeded like the given generator, which does not move on, so the next layer gets the same numbers.
# LINES: kaiming_std 12
# LINES: kaiming_normal 23
import math

import torch


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity == "sigmoid":
        return 0.25 / math.sqrt(fan_in)  # slope of the sigmoid at 0
    if nonlinearity == "linear":
        return 1 / math.sqrt(fan_in)
    if nonlinearity == "tanh":
        return 5 / (3 * math.sqrt(fan_in))
    if nonlinearity == "relu":
        return math.sqrt(2 / fan_in)
    raise ValueError(nonlinearity)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    g = torch.Generator().manual_seed(generator.initial_seed())
    var = {"linear": 1, "sigmoid": 1, "tanh": 25 / 9, "relu": 2}
    if nonlinearity not in var:
        raise ValueError(nonlinearity)
    return torch.randn(fan_in, fan_out, generator=g) * math.sqrt(var[nonlinearity] / fan_in)
