"""The counts are divided by the largest of them. Frequencies must sum to 1. What should the counts
be divided by?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double()
    frequency = frequency / frequency.max()
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item()
