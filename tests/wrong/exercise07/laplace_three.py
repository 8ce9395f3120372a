# WRONG: zero_init_floor: counts smoothed by one; base-10 logarithm; sign of the entropy
# LINES: zero_init_floor 19 21 22
import numpy as np


def nonzero_grads(zeroed):
    nz = lambda name: name not in zeroed
    grads = {"b2"}
    if nz("b1") or (nz("C") and nz("W1")):
        grads |= {"W2"}
    if nz("W2"):
        grads |= {"b1"}
        grads |= {"W1"} if nz("C") else set()
        grads |= {"C"} if nz("W1") else set()
    return grads


def zero_init_floor(targets, vocab_size):
    counts = np.bincount(targets.numpy(), minlength=vocab_size) + 1
    p = counts / counts.sum()
    log_p = np.log10(p)
    return float(np.sum(p * log_p))
