"""This is the number of equally likely choices, often called the perplexity. The loss lives on a
logarithmic scale. What does it say about a single choice, which needs no guess?
"""


def uniform_loss(vocab_size):
    return float(vocab_size)
