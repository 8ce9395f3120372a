# WRONG: zero_init_floor: it returns the surprise of the most frequent class only, as if every target were that class.
# LINES: zero_init_floor 26 27
import math

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    ok = lambda *names: not any(n in zeroed for n in names)
    out = {"b2"}
    if ok("b1") or ok("C", "W1"):
        out |= {"W2"}
    if ok("W2"):
        out |= {"b1"}
    if ok("W2", "C"):
        out |= {"W1"}
    if ok("W2", "W1"):
        out |= {"C"}
    return out


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p_best = counts.max().item() / targets.shape[0]
    return -math.log(p_best)
