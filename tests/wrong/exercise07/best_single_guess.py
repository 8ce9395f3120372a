# WRONG: zero_init_floor: takes the loss of the most frequent class only, -log of the largest frequency
# WRONG: nonzero_grads: W2 is said to need itself to be nonzero
# LINES: nonzero_grads 17
# LINES: zero_init_floor 28

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    h = "b1" not in zeroed or ("C" not in zeroed and "W1" not in zeroed)
    moving = {"b2"}
    if "W2" not in zeroed:
        moving.add("b1")
        if h:
            moving.add("W2")
        if "C" not in zeroed:
            moving.add("W1")
        if "W1" not in zeroed:
            moving.add("C")
    return moving


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size).double()
    best = counts.max() / counts.sum()
    return -best.log().item()
