"""A name that nobody knows quietly gets the gain 1. A typing error such as "thanh" would then
train a worse network without a word: what could your function do instead?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    return GAINS.get(nonlinearity, 1.0) / math.sqrt(fan_in)
