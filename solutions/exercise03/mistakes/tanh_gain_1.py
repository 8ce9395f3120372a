"""tanh is treated as if it changed nothing. But it squashes every value towards 0, and after six
layers little of the signal is left. Should its gain stand below, at, or above 1?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    gain = 1.0 if nonlinearity == "tanh" else GAINS[nonlinearity]
    return gain / math.sqrt(fan_in)
