# WRONG: nonzero_grads: C gets its gradient without asking whether W1, which it has to pass, is 0
# LINES: nonzero_grads 17

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    alive = lambda p: p not in zeroed
    g = set()
    g.add("b2")
    if alive("b1") or (alive("C") and alive("W1")):
        g.add("W2")
    if alive("W2"):
        g.add("b1")
        g.add("C")
        if alive("C"):
            g.add("W1")
    return g


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets, minlength=vocab_size).double() / targets.numel()
    p = p[p > 0]
    return -(p * p.log()).sum().item()
