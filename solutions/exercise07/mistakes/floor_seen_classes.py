"""This is the loss of equal probabilities for the classes that occur. The network also learns how
often each one occurs. What does a rare class cost, and how often is that paid?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = torch.full_like(occurring, len(occurring)).log()
    return (occurring * surprise).sum().item()
