"""The last class is left out. The classes are numbered from 0 to vocab_size - 1. With which class
does your sum end?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[:-1][frequency[:-1] > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item()
