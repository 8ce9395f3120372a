"""The gains are rounded to two decimals, and the check sees the third. Python can work out 5 / 3
and a square root for you: why give digits away?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 1.67, "relu": 1.41}
    if nonlinearity not in gains:
        raise ValueError(nonlinearity)
    return gains[nonlinearity] / math.sqrt(fan_in)
