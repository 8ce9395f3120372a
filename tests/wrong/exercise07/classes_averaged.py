# WRONG: zero_init_floor: the surprises are averaged over the classes that occur, each with the same weight, instead of over the targets.
# LINES: zero_init_floor 23
import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    blocked_by = {
        "b2": [],
        "b1": [{"W2"}],
        "W1": [{"W2"}, {"C"}],
        "C": [{"W2"}, {"W1"}],
        "W2": [{"b1", "C"}, {"b1", "W1"}],
    }
    zeroed = set(zeroed)
    return {n for n, sets in blocked_by.items() if not any(s <= zeroed for s in sets)}


def zero_init_floor(targets, vocab_size):
    classes, counts = torch.unique(targets, return_counts=True)
    surprise = torch.log(len(targets) / counts.double())
    return surprise.mean().item()
