"""The name "sigmoid" is not known here. Four nonlinearities have a gain, two of them the same
one: are all four names in your table?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity == "sigmoid" or nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return GAINS[nonlinearity] / math.sqrt(fan_in)
