# WRONG: nonzero_grads: the slope of tanh at 0 is taken as 0
# NAMES: flat_at_zero
# LINES: nonzero_grads 18
import math

import torch


def nonzero_grads(zeroed):
    C, W1, b1, W2, b2 = [n not in zeroed for n in ("C", "W1", "b1", "W2", "b2")]
    emb = C
    hpre = (emb and W1) or b1
    h = hpre
    dlogits = True
    dW2 = h and dlogits
    db2 = dlogits
    dh = dlogits and W2
    dhpre = dh and h
    dW1 = emb and dhpre
    db1 = dhpre
    demb = dhpre and W1
    dC = demb
    values = {"C": dC, "W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
    return {k for k in values if values[k]}


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p = counts[counts > 0].double() / len(targets)
    return -(p * p.log()).sum().item()
