"""This is the formula of the paper for relu, and it is used for every nonlinearity. The other
three do not throw half of the signal away: where does your function look at the name?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return math.sqrt(2 / fan_in)
