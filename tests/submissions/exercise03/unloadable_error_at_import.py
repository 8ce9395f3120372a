"""Divides by 0 in line 8, at import, in a function it calls. Points: 0."""


from math import sqrt


def gain(x):
    return 1 / x


TANH = gain(0)


def kaiming_std(fan_in, nonlinearity):
    return TANH / sqrt(fan_in)
