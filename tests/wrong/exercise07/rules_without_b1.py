# WRONG: nonzero_grads: b1 is not considered for W2
# NAMES: forgets_b1
# LINES: nonzero_grads 11
import math

import torch


def nonzero_grads(zeroed):
    grads = {"b2"}
    if "C" not in zeroed and "W1" not in zeroed:
        grads.add("W2")
    if "W2" not in zeroed:
        grads.add("b1")
        if "C" not in zeroed:
            grads.add("W1")
        if "W1" not in zeroed:
            grads.add("C")
    return grads


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p = counts[counts > 0].double() / len(targets)
    return -(p * p.log()).sum().item()
