"""The surprise is weighted with the probability of one class, and the other classes are missing:
the loss shrinks when classes are added. How many terms of this size does the average have?
"""

import math


def uniform_loss(vocab_size):
    return math.log(vocab_size) / vocab_size
