# WRONG: zero_init_floor: classes that never occur give 0 * log(0), which is nan
# LINES: zero_init_floor 24

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    c, w1, b1, w2 = [p not in zeroed for p in ("C", "W1", "b1", "W2")]
    h = (c and w1) or b1
    alive = {"b2"}
    if h:
        alive.add("W2")
    if w2:
        alive.add("b1")
        if c:
            alive.add("W1")
        if w1:
            alive.add("C")
    return alive
def zero_init_floor(targets, vocab_size):
    freq = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    return -(freq * torch.log(freq)).sum().item()
