"""Parameters as bits of a number; classes as the rows of a one-hot matrix."""

import torch

BIT = {"C": 1, "W1": 2, "b1": 4, "W2": 8, "b2": 16}


def nonzero_grads(zeroed):
    alive = 31 ^ sum(BIT[name] for name in zeroed)
    needs = {"b2": (0,), "W2": (3, 4), "b1": (8,), "W1": (9,), "C": (10,)}
    return {n for n, masks in needs.items() if any(alive & m == m for m in masks)}


def zero_init_floor(targets, vocab_size):
    one_hot = torch.nn.functional.one_hot(targets, vocab_size)
    return torch.special.entr(one_hot.float().mean(dim=0)).sum()
