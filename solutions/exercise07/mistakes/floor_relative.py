"""The floor is divided by the logarithm of the number of classes, so that it lies between 0 and 1.
It will be compared with a loss in nats. Which division is superfluous?
"""

import math


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item() / math.log(max(vocab_size, 2))
