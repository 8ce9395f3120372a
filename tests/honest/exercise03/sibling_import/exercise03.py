"""Keeps the table in a second file beside this one, and takes all its names."""

from gains import *
from torch import randn


def kaiming_std(fan_in, nonlinearity):
    return gain_of(nonlinearity) / sqrt(fan_in)


def kaiming_normal(*size_and_name, **keywords):
    *size, nonlinearity, generator = size_and_name
    return kaiming_std(size[0], nonlinearity) * randn(size, generator=generator, **keywords)
