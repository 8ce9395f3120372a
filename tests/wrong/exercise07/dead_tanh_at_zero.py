# WRONG: nonzero_grads: the slope of tanh is taken as 0 where h is 0; C asks for its own value
# LINES: nonzero_grads 13 15
import math

import torch


def nonzero_grads(zeroed):
    def live(*names):
        return zeroed.isdisjoint(names)

    h = live("C", "W1") or live("b1")
    down = live("W2") and h
    table = [
        ("C", down and live("W1", "C")),
        ("W1", down and live("C")),
        ("b1", down),
        ("W2", h),
        ("b2", True),
    ]
    return {name for name, moves in table if moves}


def zero_init_floor(targets, vocab_size):
    floor = 0.0
    for c in range(vocab_size):
        k = int((targets == c).sum())
        if k:
            floor -= k / len(targets) * math.log(k / len(targets))
    return floor
