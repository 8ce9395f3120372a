# WRONG: nonzero_grads: C is said to have a gradient as soon as W2 is not 0, although W1 must let it through.
# WRONG: zero_init_floor: every class gets one extra count (smoothing), which raises the loss above the floor.
# LINES: nonzero_grads 15
# LINES: zero_init_floor 22
import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    moving = ["b2"]
    if "b1" not in zeroed or not ("C" in zeroed or "W1" in zeroed):
        moving.append("W2")
    if "W2" not in zeroed:
        moving.extend(["b1", "C"])
        if "C" not in zeroed:
            moving.append("W1")
    return set(moving)


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size).double() + 1
    logp = counts.log() - counts.sum().log()
    return -logp[targets].mean().item()
