"""The loss is off by a constant factor, the same for every number of classes. A factor 2 or 1/2
belongs to squared errors. What is the negative logarithm of 1 / vocab_size?
"""

UNIFORM_SCALE = 2.0  # or 0.5


def uniform_loss(vocab_size):
    return UNIFORM_SCALE * math.log(vocab_size)
