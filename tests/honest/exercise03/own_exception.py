"""Raises an exception class of its own, which is a ValueError and a KeyError at once."""

import math

import torch


class UnknownNonlinearity(KeyError, ValueError):
    """There is no gain for this name."""

    def __str__(self):
        return f"no gain for {self.args[0]!r}"


def kaiming_std(fan_in, nonlinearity):
    try:
        gain = {"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": math.sqrt(2)}[nonlinearity]
    except KeyError:
        raise UnknownNonlinearity(nonlinearity) from None
    return gain / math.sqrt(fan_in)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return torch.normal(0.0, std, size=(fan_in, fan_out), generator=generator)
