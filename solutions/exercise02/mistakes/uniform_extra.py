"""There is one class too many: with a single class nothing is left to guess, and still there is a
loss. The dot is counted in vocab_size already. What did you add?
"""

import math


def uniform_loss(vocab_size):
    return math.log(vocab_size + 1)
