# WRONG: zero_init_floor: in bits
# NAMES: floor_bits
# LINES: zero_init_floor 15
import math

import torch


def zero_init_floor(targets, vocab_size):
    n = len(targets)
    total = 0.0
    for c in range(vocab_size):
        p = (targets == c).sum().item() / n
        if p > 0:
            total -= p * math.log2(p)
    return total


def nonzero_grads(zeroed):
    alive = {'b2'}
    hidden = 'b1' not in zeroed or not zeroed & {'C', 'W1'}
    if hidden:
        alive.add('W2')
    if 'W2' not in zeroed:
        alive.add('b1')
        if 'C' not in zeroed:
            alive.add('W1')
        if 'W1' not in zeroed:
            alive.add('C')
    return alive
