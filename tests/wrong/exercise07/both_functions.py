# WRONG: nonzero_grads: every parameter
# WRONG: zero_init_floor: the most frequent class
# NAMES: everything_trains + floor_most_frequent
# LINES: nonzero_grads 12
# LINES: zero_init_floor 18
import math

import torch


def nonzero_grads(zeroed):
    return {"C", "W1", "b1", "W2", "b2"}


def zero_init_floor(targets, vocab_size):
    best = targets.mode().values
    p = (targets == best).double().mean()
    return -p.log().item()
