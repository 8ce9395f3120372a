# WRONG: nonzero_grads: W1 exchanged with C
# NAMES: own_weight
# LINES: nonzero_grads 14 16
import math

import torch


def nonzero_grads(zeroed):
    out = ["b2"]
    if "W2" not in zeroed:
        out.append("b1")
        if "W1" not in zeroed:
            out.append("W1")
        if "C" not in zeroed:
            out.append("C")
    if "b1" not in zeroed or ("C" not in zeroed and "W1" not in zeroed):
        out.append("W2")
    return set(out)


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p = counts[counts > 0].double() / len(targets)
    return -(p * p.log()).sum().item()
