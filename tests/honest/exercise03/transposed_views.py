"""Draws in torch's layout and turns it over: what goes back is no contiguous tensor."""

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    gain = {"linear": 1, "sigmoid": 1, "tanh": 5 / 3, "relu": math.sqrt(2)}.get(nonlinearity)
    if not gain:
        raise ValueError(f"{nonlinearity!r} has no gain")
    return torch.rsqrt(torch.tensor(float(fan_in))).mul(gain).reshape(())


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    out_in = torch.randn(fan_out, 2, fan_in, generator=generator)
    return (out_in * std).permute(2, 1, 0)[:, 1]
