# WRONG: nonzero_grads: b1 is always said to have a gradient
# WRONG: nonzero_grads: b2 is missing when it is 0 itself
# WRONG: zero_init_floor: the minus is missing, the floor comes out negative
# LINES: nonzero_grads 16
# LINES: nonzero_grads 17
# LINES: zero_init_floor 30

import math
import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    res = set()
    res.add("b1")  # a bias always moves
    if "b2" not in zeroed:
        res.add("b2")
    if "b1" not in zeroed or ("C" not in zeroed and "W1" not in zeroed):
        res.add("W2")
    if "W2" not in zeroed and "C" not in zeroed:
        res.add("W1")
    if "W2" not in zeroed and "W1" not in zeroed:
        res.add("C")
    return res


def zero_init_floor(targets, vocab_size):
    t = targets.tolist()
    return sum((t.count(c) / len(t)) * math.log(t.count(c) / len(t)) for c in set(t))
