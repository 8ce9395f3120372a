"""Something is added to the probability's inverse before the logarithm, as log1p does. A certain
class should cost exactly 0. What does your formula give at probability 1?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 + 1 / occurring).log()
    return (occurring * surprise).sum().item()
