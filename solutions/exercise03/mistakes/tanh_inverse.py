"""The gain of tanh looks upside down. A gain makes up for a loss: if tanh shrinks the signal,
should the weights be wider or narrower than for a linear layer?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    gain = 3 / 5 if nonlinearity == "tanh" else GAINS[nonlinearity]
    return gain / math.sqrt(fan_in)
