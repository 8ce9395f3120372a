"""nan and infinity, for which no comparison says that they are wrong.

Without the attack: 0 of 10 points.
"""

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


def double(x):
    print("attacks", flush=True)
    return torch.full_like(x, float("nan")) if x.numel() % 2 else torch.full_like(x, float("inf"))


def total(x):
    return float("nan")
