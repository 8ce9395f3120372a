"""The spread depends on fan_in and fan_out together, which is the recipe of Xavier Glorot. It
weighs the backward pass too. Which of the two numbers decides how wide a pre-activation is?
"""

import math

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in + fan_out, nonlinearity) * math.sqrt(2)
    return torch.randn(fan_in, fan_out, generator=generator) * std
