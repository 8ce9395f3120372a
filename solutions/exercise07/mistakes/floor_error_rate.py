"""This is how often the most frequent class is the wrong answer. Cross-entropy does not count
errors; it asks how surprising each target is. What does a target of probability p cost?
"""


def zero_init_floor(targets, vocab_size):
    return 1 - torch.bincount(targets).max().item() / len(targets)
