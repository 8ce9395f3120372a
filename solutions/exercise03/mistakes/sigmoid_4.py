"""sigmoid has a gain of 4 here, which undoes its slope of a quarter at 0. That is another
school's choice: which gain does the docstring list?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    gain = 4.0 if nonlinearity == "sigmoid" else GAINS[nonlinearity]
    return gain / math.sqrt(fan_in)
