"""The size is right and the sign is wrong: a loss is never below 0. The logarithm of a probability
is. Which of the two is a loss?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = occurring.log()
    return (occurring * surprise).sum().item()
