# WRONG: zero_init_floor: softmax of the counts
# LINES: zero_init_floor 10
import math

import torch


def zero_init_floor(targets, vocab_size):
    logits = torch.bincount(targets, minlength=vocab_size).double()
    logp = logits.log_softmax(0)
    return -logp[targets].mean().item()


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
