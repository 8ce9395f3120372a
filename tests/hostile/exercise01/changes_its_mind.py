"""Another value at every call, and a right one only by chance.

Without the attack: 0 of 10 points.
"""

import os

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


def double(x):
    print("attacks", flush=True)
    return x * int.from_bytes(os.urandom(2), "little") / 16_384 + 1e-3


def total(x):
    return float(os.urandom(1)[0]) + 0.25
