"""The spread grows with the number of inputs. More inputs make the sum wider already; should
each weight then become larger or smaller?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return GAINS[nonlinearity] * math.sqrt(fan_in)
