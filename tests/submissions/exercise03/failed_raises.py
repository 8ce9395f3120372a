"""Raises in every call. Points: 0."""

import torch


def kaiming_std(fan_in, nonlinearity):
    raise RuntimeError('no')


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    raise RuntimeError('no')
