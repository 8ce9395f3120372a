# WRONG: nonzero_grads: W1 is said to need only W2 (emb may be 0), and b1 is said to need an h that is not 0.
# LINES: nonzero_grads 13 14
import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    z = frozenset(zeroed)
    h = ("b1" not in z) or (len(z & {"C", "W1"}) == 0)
    has = {"b2": True}
    has["W2"] = h
    has["b1"] = h and "W2" not in z
    has["W1"] = "W2" not in z
    has["C"] = not (z & {"W1", "W2"})
    return set(filter(has.get, has))


def zero_init_floor(targets, vocab_size):
    n = targets.numel()
    total = 0.0
    for c in range(vocab_size):
        p = (targets == c).sum().double() / n
        if p > 0:
            total -= (p * p.log()).item()
    return total
