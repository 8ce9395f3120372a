# WRONG: nonzero_grads: a product is taken to be alive when one of its factors is (or in place of and) in the hidden layer
# WRONG: nonzero_grads: C and W1 do not need W2, the gradient is let through a weight that is 0
# LINES: nonzero_grads 12

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    C, W1, b1, W2, b2 = (n not in zeroed for n in NAMES)
    h = C or W1 or b1
    grad = {
        "C": W1,
        "W1": C,
        "b1": W2,
        "W2": h,
        "b2": True,
    }
    return set(k for k in NAMES if grad[k])


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets, minlength=vocab_size).double() / targets.numel()
    p = p[p > 0]
    return -(p * p.log()).sum().item()
