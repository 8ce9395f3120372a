"""This is the loss with which the network starts, with equal probabilities for all classes. b2 does
change. What does it learn about classes that occur more often than others?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = torch.full_like(occurring, vocab_size).log()
    return (occurring * surprise).sum().item()
