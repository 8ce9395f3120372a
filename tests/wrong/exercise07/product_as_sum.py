# WRONG: nonzero_grads: C or W1 alone keeps h from being 0
# NAMES: any_factor
# LINES: nonzero_grads 11
import math

import torch


def nonzero_grads(zeroed):
    zero = lambda n: n in zeroed
    h_zero = zero("C") and zero("W1") and zero("b1")
    out = {"b2"}
    out |= set() if h_zero else {"W2"}
    out |= set() if zero("W2") else {"b1"}
    out |= set() if zero("W2") or zero("C") else {"W1"}
    out |= set() if zero("W2") or zero("W1") else {"C"}
    return out


def zero_init_floor(targets, vocab_size):
    total, n = 0.0, len(targets)
    for c in set(targets.tolist()):
        k = (targets == c).sum().item()
        total -= k / n * math.log(k / n)
    return total
