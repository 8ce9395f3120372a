"""A loss of 0 would mean that every target is predicted with certainty. Only b2 ever changes, and
it is the same for all examples. How good can one prediction for all be when the targets differ?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return 0.0
