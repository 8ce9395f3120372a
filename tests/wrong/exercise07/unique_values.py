# WRONG: zero_init_floor: equal probabilities for the classes that occur
# NAMES: floor_seen_classes
# LINES: zero_init_floor 10
import math

import torch


def zero_init_floor(targets, vocab_size):
    k = targets.unique().numel()
    return math.log(k)


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
