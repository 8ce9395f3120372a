# WRONG: nonzero_grads: the hidden layer is taken to be 0 when C or W1 is 0, although b1 alone keeps it alive
# LINES: nonzero_grads 10

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    has_h = "C" not in zeroed and "W1" not in zeroed
    has_dh = "W2" not in zeroed
    grads = dict.fromkeys(NAMES, False)
    grads["b2"] = True
    grads["W2"] = has_h
    grads["b1"] = has_dh
    grads["W1"] = has_dh and "C" not in zeroed
    grads["C"] = has_dh and "W1" not in zeroed
    return {k for k, v in grads.items() if v}


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets, minlength=vocab_size).double() / targets.numel()
    p = p[p > 0]
    return -(p * p.log()).sum().item()
