"""This is the variance of the surprise, not its mean. The exercise asks for the mean loss. Which
sum gives it?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return ((occurring * surprise**2).sum() - (occurring * surprise).sum() ** 2).item()
