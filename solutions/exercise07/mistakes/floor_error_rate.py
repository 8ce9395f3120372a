"""This is how often the most frequent class is wrong. Cross-entropy does not count errors; it
measures how surprising each target is. What does a target of probability p cost?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return 1 - occurring.max().item()
