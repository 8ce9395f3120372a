"""The gain of relu looks like 2. relu throws away half of the mean square, so 2 is what the
variance needs. What does the standard deviation need?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    gain = 2.0 if nonlinearity == "relu" else GAINS[nonlinearity]
    return gain / math.sqrt(fan_in)
