# WRONG: nonzero_grads: b2 needs h and W2 needs W2
# NAMES: b2_behind_h + w2_needs_itself
# LINES: nonzero_grads 14 15
import math

import torch


def nonzero_grads(zeroed):
    has = lambda n: n not in zeroed
    h = has("b1") or (has("C") and has("W1"))
    out = set()
    if h:
        out.add("b2")
    if h and has("W2"):
        out.add("W2")
    if has("W2"):
        out.add("b1")
    if has("W2") and has("C"):
        out.add("W1")
    if has("W2") and has("W1"):
        out.add("C")
    return out


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p = counts[counts > 0].double() / len(targets)
    return -(p * p.log()).sum().item()
