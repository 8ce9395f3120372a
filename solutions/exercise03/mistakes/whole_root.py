"""The square root seems to be cut down to a whole number: fan_in = 2 and fan_in = 3 give the same
spread as fan_in = 1. Is there a `//`, an `int(...)` or an `isqrt` on the way?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return GAINS[nonlinearity] / math.isqrt(fan_in)
