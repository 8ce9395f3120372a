# WRONG: nonzero_grads: a parameter that is 0 is taken to have no gradient, and all others to have one
# LINES: nonzero_grads 11

import math
from collections import Counter

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    return {name for name in NAMES if name not in zeroed}


def zero_init_floor(targets, vocab_size):
    n = len(targets)
    return sum(c / n * math.log(n / c) for c in Counter(targets.tolist()).values())
