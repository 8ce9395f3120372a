"""There seems to be one class too many: with a single class the loss is not 0. The dot is included
in vocab_size already. What did you add?
"""


def uniform_loss(vocab_size):
    return math.log(vocab_size + 1)
