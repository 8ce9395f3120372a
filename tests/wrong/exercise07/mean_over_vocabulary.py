# WRONG: zero_init_floor: averaged over the classes, wrong sign
# NAMES: floor_sign + floor_mean_over_classes
# LINES: zero_init_floor 13
import math

import torch


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets, minlength=vocab_size) / len(targets)
    p = p.double()
    terms = torch.where(p > 0, p * p.clamp(min=1e-300).log(), 0.0)
    return terms.sum().item() / vocab_size


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
