"""The function ends the program with success.

Without the attack: 2 of 10 points.
"""

import sys

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back


def double(x):
    print("attacks", flush=True)
    sys.exit(0)


def total(x):
    return x.sum().item()
