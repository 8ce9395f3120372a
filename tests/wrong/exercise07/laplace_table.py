# WRONG: zero_init_floor: one is added to every count
# NAMES: floor_smoothed
# LINES: zero_init_floor 10
import math

import torch


def zero_init_floor(targets, vocab_size):
    N = torch.ones(vocab_size, dtype=torch.float64)
    for t in targets.tolist():
        N[t] += 1
    P = N / N.sum()
    return -P[targets].log().mean().item()


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
