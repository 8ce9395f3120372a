# WRONG: nonzero_grads: a zero anywhere leaves only b2
# NAMES: one_zero_leaves_b2
# LINES: nonzero_grads 11
import math

import torch


def nonzero_grads(zeroed):
    if len(zeroed) > 0:
        return {"b2"}
    return {"C", "W1", "b1", "W2", "b2"}


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p = counts[counts > 0].double() / len(targets)
    return -(p * p.log()).sum().item()
