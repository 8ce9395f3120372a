"""A regular expression that tries more ways than there are atoms.

Without the attack: 2 of 10 points.
"""

import re

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back


def double(x):
    print("attacks", flush=True)
    return re.fullmatch("(a+)+b", "a" * 60)


def total(x):
    return x.sum().item()
