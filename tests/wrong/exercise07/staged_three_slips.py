# WRONG: nonzero_grads: h without b1, b1 always, C without W2
# NAMES: forgets_b1 + b1_always + c_forgets_w2
# LINES: nonzero_grads 11 12 17
import math

import torch


def nonzero_grads(zeroed):
    ok = {n: n not in zeroed for n in ("C", "W1", "b1", "W2", "b2")}
    h = ok["C"] and ok["W1"]
    grads = set(["b2", "b1"])
    if h:
        grads.add("W2")
    if ok["W2"] and ok["C"]:
        grads.add("W1")
    if ok["W1"]:
        grads.add("C")
    return grads


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p = counts[counts > 0].double() / len(targets)
    return -(p * p.log()).sum().item()
