# WRONG: nonzero_grads: a parameter that is itself 0 is taken off the answer, as if its own value stood in its gradient.
# LINES: nonzero_grads 21
import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    alive = set(NAMES) - set(zeroed)
    hidden = {"C", "W1"} <= alive or "b1" in alive
    moving = {"b2"}
    if hidden:
        moving.add("W2")
    if "W2" in alive:
        moving.add("b1")
        if "C" in alive:
            moving.add("W1")
        if "W1" in alive:
            moving.add("C")
    # what is zero does not move, except for the last bias
    return {m for m in moving if m in alive or m == "b2"}


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets, minlength=vocab_size).double() / targets.numel()
    return torch.special.entr(p).sum().item()
