"""Every nonlinearity gets the spread of a linear layer, as if none of them changed the signal. What
do tanh and relu take away from what passes through? And does the name reach the place where it
matters?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return 1 / math.sqrt(fan_in)
