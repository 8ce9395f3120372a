# WRONG: zero_init_floor: the entropy is divided by ln(vocab_size), which makes it a number between 0 and 1 instead of nats.
# LINES: zero_init_floor 35
"""Analysis of zero initialisation in a two-layer character model."""
import math
from functools import reduce

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed: frozenset) -> set:
    """Parameters that receive a non-zero gradient at initialisation."""
    nonzero = {name: name not in zeroed for name in NAMES}
    every = lambda *keys: reduce(lambda a, k: a and nonzero[k], keys, True)
    hidden_active = nonzero["b1"] or every("C", "W1")
    table = {
        "b2": every(),
        "W2": hidden_active,
        "b1": every("W2"),
        "W1": every("W2", "C"),
        "C": every("W2", "W1"),
    }
    return {name for name, flag in table.items() if flag}


def zero_init_floor(targets: torch.Tensor, vocab_size: int) -> float:
    """Entropy of the empirical class distribution."""
    if vocab_size <= 1:
        return 0.0
    probabilities = torch.bincount(targets, minlength=vocab_size).double()
    probabilities = probabilities / probabilities.sum()
    nonzero_probabilities = probabilities[probabilities > 0]
    entropy = -(nonzero_probabilities * nonzero_probabilities.log()).sum()
    return (entropy / math.log(vocab_size)).item()  # normalise
