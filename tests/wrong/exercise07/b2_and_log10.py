# WRONG: nonzero_grads: b2 gets a gradient only if the hidden layer is not 0
# WRONG: zero_init_floor: uses the logarithm to base 10
# LINES: nonzero_grads 16
# LINES: zero_init_floor 30

import math
from collections import Counter

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    h_alive = "b1" not in zeroed or ("C" not in zeroed and "W1" not in zeroed)
    alive = set()
    if h_alive:
        alive.update(["W2", "b2"])
    if "W2" not in zeroed:
        alive.add("b1")
        if "C" not in zeroed:
            alive.add("W1")
        if "W1" not in zeroed:
            alive.add("C")
    return alive


def zero_init_floor(targets, vocab_size):
    n = len(targets)
    total = 0.0
    for count in Counter(targets.tolist()).values():
        total += -count / n * math.log10(count / n)
    return total
