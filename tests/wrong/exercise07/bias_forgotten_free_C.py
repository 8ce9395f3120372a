# WRONG: nonzero_grads: b1 forgotten in h; C does not ask for W1
# LINES: nonzero_grads 11 16
import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    on = {name: name not in zeroed for name in NAMES}
    moving = {"b2"}
    hidden = on["C"] and on["W1"]
    if hidden:
        moving.add("W2")
    if on["W2"]:
        moving.add("b1")
        moving.add("C")
        if on["C"]:
            moving.add("W1")
    return moving


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets).double() / targets.numel()
    return torch.special.entr(p).sum().item()
