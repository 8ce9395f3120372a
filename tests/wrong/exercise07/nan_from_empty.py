# WRONG: zero_init_floor: 0 times the logarithm of 0
# NAMES: floor_nan
# LINES: zero_init_floor 12
import math

import torch


def zero_init_floor(targets, vocab_size):
    one_hot = torch.eye(vocab_size, dtype=torch.float64)[targets]
    p = one_hot.mean(0)
    return -(p * p.log()).sum().item()


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
