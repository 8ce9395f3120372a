"""The forbidden function under other names.

Without the attack: 9 of 10 points.
"""

from torch import mul as times

BASELINE = "delegates"
UNCONFINED = True  # does no harm where nothing holds it back


def double(x):
    print("attacks", flush=True)
    return times(x, 2)


def total(x):
    return x.sum().item()
