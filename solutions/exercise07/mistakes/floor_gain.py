"""This is how far the loss falls from its start at ln V. The exercise asks for where it ends. What
is ln V minus your number?
"""

import math


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return math.log(vocab_size) - (occurring * surprise).sum().item()
