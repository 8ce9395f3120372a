# WRONG: zero_init_floor: the perplexity
# NAMES: floor_perplexity
# LINES: zero_init_floor 13
import math

import torch


def zero_init_floor(targets, vocab_size):
    q = torch.bincount(targets).double()
    q = q[q > 0] / q.sum()
    H = -(q * q.log()).sum()
    return H.exp().item()


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
