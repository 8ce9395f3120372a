# WRONG: nonzero_grads: h is thought to be 0 as soon as C or W1 is, b1 is forgotten.
# LINES: nonzero_grads 12
import math

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    is_zero = {name: name in zeroed for name in NAMES}
    h_zero = is_zero["C"] or is_zero["W1"]
    result = set(NAMES)
    if h_zero:
        result.discard("W2")
    if is_zero["W2"]:
        result -= {"b1", "W1", "C"}
    if is_zero["C"]:
        result.discard("W1")
    if is_zero["W1"]:
        result.discard("C")
    return result


def zero_init_floor(targets, vocab_size):
    counts = {}
    for t in targets.tolist():
        counts[t] = counts.get(t, 0) + 1
    n = len(targets)
    return math.fsum(c / n * math.log(n / c) for c in counts.values())
