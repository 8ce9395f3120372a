"""The loss seems to be added up over the classes. Each class has the probability 1 / vocab_size in
that sum. How often does one example pay?
"""


def uniform_loss(vocab_size):
    return vocab_size * math.log(vocab_size)
