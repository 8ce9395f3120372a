"""Defines neither of the functions under its name. Points: 0."""


def kaimingStd(fan_in, nonlinearity):
    return 1.0
