# WRONG: zero_init_floor: the entropy is computed with the logarithm to base 2.
# LINES: zero_init_floor 23
import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    C, W1, b1, W2, b2 = [n not in zeroed for n in NAMES]
    rules = [
        ("C", W2 and W1),
        ("W1", W2 and C),
        ("b1", W2),
        ("W2", b1 or (C and W1)),
        ("b2", True),
    ]
    return frozenset(name for name, ok in rules if ok)


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p = counts[counts > 0].double() / len(targets)
    return -(p * torch.log2(p)).sum().item()
