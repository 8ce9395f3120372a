"""Returns the keys of a dict, and a distribution of torch knows its own entropy."""

import torch


def nonzero_grads(zeroed):
    is_zero = dict.fromkeys(("C", "W1", "b1", "W2"), False) | dict.fromkeys(zeroed, True)
    moving = {"b2": None}
    if not (is_zero["b1"] and (is_zero["C"] or is_zero["W1"])):
        moving["W2"] = None
    if not is_zero["W2"]:
        moving |= {"b1": None}
        if not is_zero["C"]:
            moving |= {"W1": None}
        if not is_zero["W1"]:
            moving |= {"C": None}
    return moving.keys()


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size).double()
    return torch.distributions.Categorical(counts).entropy()
