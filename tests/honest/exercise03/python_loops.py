"""Draws one number at a time with Python's own generator; nested lists go back."""

import random

import torch


def kaiming_std(fan_in, nonlinearity):
    gain = 0
    for name, square in [("linear", 1), ("sigmoid", 1), ("tanh", 25 / 9), ("relu", 2)]:
        if name == nonlinearity:
            gain = square
    if gain == 0:
        raise ValueError("no such nonlinearity")
    if gain == fan_in == 1:
        return 1  # a whole number
    return (gain / fan_in) ** 0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    source = random.Random(int(torch.randint(2**60, (1,), generator=generator)))
    rows = []
    for _ in range(fan_in):
        rows.append([])
        for _ in range(fan_out):
            rows[-1].append(source.gauss(0.0, std))
    return rows
