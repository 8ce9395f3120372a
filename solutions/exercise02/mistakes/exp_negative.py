"""The loss is below 0. The logarithm of a probability is never above 0, and a loss is never below
0. Which sign turns one into the other?
"""


def uniform_loss(vocab_size):
    return -math.log(vocab_size)
