"""Raises what an unknown name must raise, for every name. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    raise ValueError(nonlinearity)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    raise ValueError(nonlinearity)
