# WRONG: nonzero_grads: any zero above a parameter stops its gradient
# LINES: nonzero_grads 13
import math

import torch


def nonzero_grads(zeroed):
    order = ["C", "W1", "b1", "W2", "b2"]
    alive = set()
    for name in reversed(order):
        alive.add(name)
        if name in zeroed:
            break
    return alive


def zero_init_floor(targets, vocab_size):
    total, n = 0.0, len(targets)
    for c in set(targets.tolist()):
        k = (targets == c).sum().item()
        total -= k / n * math.log(k / n)
    return total
