"""Marsaglia's polar method: how many uniform numbers it takes is itself left to chance."""

import math

import torch


def kaiming_std(fan_in, nonlinearity):
    names = ["linear", "sigmoid", "tanh", "relu"]
    gain = [1, 1, 5 / 3, math.sqrt(2)][names.index(nonlinearity)]  # ValueError by itself
    return gain / math.sqrt(fan_in)


def normals(generator):
    while True:
        u, v = 2 * torch.rand(2, 4096, generator=generator) - 1
        s = u * u + v * v
        inside = (s > 0) & (s < 1)
        stretch = torch.sqrt(-2 * torch.log(s[inside]) / s[inside])
        yield u[inside] * stretch
        yield v[inside] * stretch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    found, count = [], 0
    for numbers in normals(generator):
        found.append(numbers)
        count += len(numbers)
        if count >= fan_in * fan_out:
            return std * torch.cat(found)[: fan_in * fan_out].reshape(fan_in, fan_out)
