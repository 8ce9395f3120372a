"""A constant seems to be added to each count before anything else is computed, so that classes
which never occur contribute. Which frequencies do the targets themselves have?
"""

ADDED = 1.0  # or 0.5, 0.1, 0.01, 2.0


def zero_init_floor(targets, vocab_size):
    frequency = (torch.bincount(targets, minlength=vocab_size).double() + ADDED) / (
        len(targets) + ADDED * vocab_size
    )
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item()
