"""With ten classes the loss is exactly 1: this logarithm counts decimal places. Which base do
softmax and its exp use?
"""

import math


def uniform_loss(vocab_size):
    return math.log10(vocab_size)
