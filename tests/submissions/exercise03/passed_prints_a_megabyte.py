"""Right, and prints a megabyte at import and 20 KB in every call. Points: 10."""

import torch

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": 2**0.5}
print("import " * 150_000)


def kaiming_std(fan_in, nonlinearity):
    print("std " * 5_000)
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return GAINS[nonlinearity] / fan_in**0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(fan_in, nonlinearity)
