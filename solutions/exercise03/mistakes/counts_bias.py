"""There seems to be one input too many, perhaps the bias. The bias starts at 0 and adds nothing
to the spread: which terms are really summed?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return GAINS[nonlinearity] / math.sqrt(fan_in + 1)
