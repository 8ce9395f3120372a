"""A loss of 0 would mean that every target is foreseen. Only b2 ever moves, and it is the same for
all examples. How well can one prediction for everything do, when the targets differ?
"""


def zero_init_floor(targets, vocab_size):
    return 0.0
