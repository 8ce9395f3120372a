"""The table of the lesson, and an error of its own kind."""

from math import sqrt

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": sqrt(2)}


class UnknownNonlinearity(ValueError):
    """Raised for a nonlinearity that is not in the table."""


def gain_of(nonlinearity):
    if nonlinearity not in GAINS:
        raise UnknownNonlinearity(nonlinearity)
    return GAINS[nonlinearity]
