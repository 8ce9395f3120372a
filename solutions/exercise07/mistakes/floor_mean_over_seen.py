"""The terms are averaged over the classes that occur, although each has its weight p already. The
weights sum to 1. Which division is superfluous?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).mean().item()
