"""Returns its input. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    return fan_in


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return fan_in
