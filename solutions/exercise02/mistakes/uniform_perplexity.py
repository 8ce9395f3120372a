"""This is the number of equally likely choices, the perplexity. The loss is measured on a
logarithmic scale. What should it be for a single class?
"""


def uniform_loss(vocab_size):
    return math.exp(math.log(vocab_size))
