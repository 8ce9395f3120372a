"""relu narrows the weights here. It throws half of the mean square away already: do the weights
have to follow it, or to make up for it?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    gain = math.sqrt(0.5) if nonlinearity == "relu" else GAINS[nonlinearity]
    return gain / math.sqrt(fan_in)
