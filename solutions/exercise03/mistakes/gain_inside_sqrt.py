"""The gain seems to have slipped under the square root. It stretches the standard deviation
itself: with a single input, what should come out for tanh?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return math.sqrt(GAINS[nonlinearity] / fan_in)
