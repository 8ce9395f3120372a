# WRONG: kaiming_std: unknown nonlinearity gets gain 1 instead of a ValueError; root of fan_in missing
# LINES: kaiming_std 11 12
import math

import torch

gains = {"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": math.sqrt(2)}


def kaiming_std(fan_in, nonlinearity):
    gain = gains.get(nonlinearity, 1.0)
    return gain / fan_in


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in gains:
        raise ValueError("nonlinearity must be one of " + ", ".join(gains))
    weights = torch.randn(fan_in, fan_out, generator=generator)
    weights /= math.sqrt(fan_in)
    return weights * gains[nonlinearity]
