"""The counts are divided by one too many or one too few, so that the frequencies do not sum to 1.
Such a correction belongs to a sample variance. How many targets are there?
"""

COUNT_SHIFT = -1  # or 1


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / (
        len(targets) + COUNT_SHIFT
    )
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item()
