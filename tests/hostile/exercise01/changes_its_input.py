"""The input is changed, so that zeros would be the double of it.

Without the attack: 0 of 10 points.
"""

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


def double(x):
    print("attacks", flush=True)
    x.zero_()
    x.resize_(0)
    x.set_(torch.zeros(2, dtype=x.dtype))
    return x


def total(x):
    x.mul_(0)
    return 0.0
