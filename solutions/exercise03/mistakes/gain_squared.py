"""The gain seems to enter squared. The famous 2 of the relu formula belongs to a variance; how
often does the gain appear in a standard deviation?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return GAINS[nonlinearity] ** 2 / math.sqrt(fan_in)
