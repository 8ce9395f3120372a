# WRONG: nonzero_grads: W1 forgets C and C forgets W1
# NAMES: w1_forgets_input + c_forgets_w1
# LINES: nonzero_grads 17 18
import math

import torch


def nonzero_grads(zeroed):
    C, W1, b1, W2 = ["C" not in zeroed, "W1" not in zeroed, "b1" not in zeroed, "W2" not in zeroed]
    h = b1 or (C and W1)
    dlogits = True
    db2 = dlogits
    dW2 = dlogits and h
    dhpre = W2
    db1 = dhpre
    dW1 = dhpre
    demb = dhpre
    dC = demb
    names = ["C", "W1", "b1", "W2", "b2"]
    return {n for n, v in zip(names, [dC, dW1, db1, dW2, db2]) if v}


def zero_init_floor(targets, vocab_size):
    total, n = 0.0, len(targets)
    for c in set(targets.tolist()):
        k = (targets == c).sum().item()
        total -= k / n * math.log(k / n)
    return total
