"""Returns complex numbers. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    return 0.5 + 0j


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator, dtype=torch.complex64)
