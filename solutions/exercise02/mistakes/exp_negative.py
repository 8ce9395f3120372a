"""The loss is below 0. The logarithm of a probability is never above 0, and a loss never below:
what stands between the two?
"""

import math


def uniform_loss(vocab_size):
    return math.log(1 / vocab_size)
