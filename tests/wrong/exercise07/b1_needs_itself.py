# WRONG: nonzero_grads: b1 is said to have a gradient only when b1 itself is not 0
# LINES: nonzero_grads 22

import math
from collections import Counter

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    C = not ("C" in zeroed)
    W1 = not ("W1" in zeroed)
    b1 = not ("b1" in zeroed)
    W2 = not ("W2" in zeroed)
    out = {"b2"}
    if (C and W1) or b1:
        out |= {"W2"}
    if W2 and C:
        out |= {"W1"}
    if W2 and W1:
        out |= {"C"}
    if W2 and b1:
        out |= {"b1"}
    return out


def zero_init_floor(targets, vocab_size):
    n = len(targets)
    return sum(c / n * math.log(n / c) for c in Counter(targets.tolist()).values())
