"""Makes normal numbers out of uniform ones by the formula of Box and Muller."""

import math

import torch

GAINS = dict(linear=1.0, sigmoid=1.0, tanh=5 / 3, relu=2**0.5)


def kaiming_std(fan_in, nonlinearity):
    try:
        return GAINS[nonlinearity] * fan_in**-0.5
    except KeyError as error:
        raise ValueError(f"unknown: {nonlinearity}") from error


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    pairs = -(-fan_in * fan_out // 2)
    radius = torch.sqrt(-2 * torch.log(1 - torch.rand(pairs, generator=generator)))
    angle = 2 * math.pi * torch.rand(pairs, generator=generator)
    both = torch.cat([radius * torch.cos(angle), radius * torch.sin(angle)])
    return both[: fan_in * fan_out].view(fan_in, fan_out).mul(std)
