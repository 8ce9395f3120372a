"""sigmoid gets the gain of tanh. The two curves have the same shape, but not the same table
entry: which gain does the docstring list for each?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    gain = 5 / 3 if nonlinearity == "sigmoid" else GAINS[nonlinearity]
    return gain / math.sqrt(fan_in)
