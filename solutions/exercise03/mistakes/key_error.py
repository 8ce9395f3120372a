"""An unknown name ends in another error than ValueError, perhaps one from inside a dictionary.
Can you look before you take the gain, and say in a sentence what is wrong?
"""

import math


def kaiming_std(fan_in, nonlinearity):
    return {**GAINS}[nonlinearity] / math.sqrt(fan_in)
