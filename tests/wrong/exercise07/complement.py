# WRONG: nonzero_grads: the parameters that are not zero
# NAMES: zero_means_no_grad
# LINES: nonzero_grads 12
import math

import torch


def nonzero_grads(zeroed):
    result = set()
    for name in ("C", "W1", "b1", "W2", "b2"):
        if name not in zeroed:
            result.add(name)
    return result


def zero_init_floor(targets, vocab_size):
    total, n = 0.0, len(targets)
    for c in set(targets.tolist()):
        k = (targets == c).sum().item()
        total -= k / n * math.log(k / n)
    return total
