"""This is the probability of guessing wrong, which never exceeds 1. A loss also says how surprising
the right class is. Which function of its probability measures that?
"""


def uniform_loss(vocab_size):
    return 1 - math.exp(-math.log(vocab_size))
