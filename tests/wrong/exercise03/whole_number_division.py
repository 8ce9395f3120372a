# WRONG: kaiming_std: 5 // 3 is a whole-number division, so the tanh gain is 1.
# LINES: kaiming_std 8
import math

import torch

NAMES = ["linear", "sigmoid", "tanh", "relu"]
GAINS = [1, 1, 5 // 3, math.sqrt(2)]


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in NAMES:
        raise ValueError(f"{nonlinearity!r} is not one of {NAMES}")
    return GAINS[NAMES.index(nonlinearity)] / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    variance = {"linear": 1.0, "sigmoid": 1.0, "tanh": 25 / 9, "relu": 2.0}
    if nonlinearity not in variance:
        raise ValueError(f"{nonlinearity!r} is not one of {NAMES}")
    z = torch.randn((fan_in, fan_out), generator=generator, dtype=torch.float64)
    return z * (variance[nonlinearity] / fan_in) ** 0.5
