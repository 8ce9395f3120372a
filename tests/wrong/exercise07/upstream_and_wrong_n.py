# WRONG: nonzero_grads: W1 asks only for W2 and not for its input C
# WRONG: zero_init_floor: divides the counts by vocab_size instead of by the number of examples
# LINES: nonzero_grads 15
# LINES: zero_init_floor 24

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    z = set(zeroed)
    live = {"b2"}
    if "W2" not in z:
        live |= {"b1", "W1"}
        if "W1" not in z:
            live |= {"C"}
    if "b1" not in z or not z & {"C", "W1"}:
        live |= {"W2"}
    return live


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets, minlength=vocab_size).double() / vocab_size
    p = p[p != 0]
    return float(-(p * p.log()).sum())
