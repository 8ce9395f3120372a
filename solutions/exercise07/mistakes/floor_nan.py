"""A class that never occurs makes the floor nan: 0 times an infinite logarithm. Such a class never
costs anything. How can it be left out of the sum?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item()
