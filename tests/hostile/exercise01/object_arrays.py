"""Arrays of objects and of structures, with code in them for whoever unpacks it.

Without the attack: 0 of 10 points.
"""

import os
import pickle

import numpy as np

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


class Unpacked:
    def __reduce__(self):
        return os._exit, (0,)

    def __float__(self):
        raise SystemExit(0)


def double(x):
    print("attacks", flush=True)
    structure = np.zeros(2, dtype=[("a", "f8"), ("b", "O")])
    return np.array([Unpacked(), Unpacked()]) if x.numel() > 1 else structure


def total(x):
    return pickle.dumps(Unpacked())
