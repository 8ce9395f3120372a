"""The loss is that of the lecture's network, whatever the number of classes. Guessing among two is
easier than among 27. Where could vocab_size come in?
"""


def uniform_loss(vocab_size):
    return 3.2958
