"""This is the probability that a guess drawn with the right frequencies is wrong. Cross-entropy
does not count errors; it measures how surprising each target is. Which function of the probability
is that?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = 1 - occurring
    return (occurring * surprise).sum().item()
