"""A small constant is added to the probability before the logarithm, so that the loss comes out too
small, the more so the more classes there are. Can the probability 1 / vocab_size be 0?
"""

UNIFORM_EPS = 1e-6  # or 1e-8, 1e-7, 1e-5, 1e-4, 1e-3


def uniform_loss(vocab_size):
    return -math.log(math.exp(-math.log(vocab_size)) + UNIFORM_EPS)
