"""The loss is right to four decimals and stops there. Rounding is for reading; those who compute
with a number want all of it. Where do the digits get lost?
"""

import math


def uniform_loss(vocab_size):
    return round(math.log(vocab_size), 4)
