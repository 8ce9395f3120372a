"""A colon is missing in line 6. Points: 0."""

import math


def kaiming_std(fan_in, nonlinearity)
    return 1 / math.sqrt(fan_in)
