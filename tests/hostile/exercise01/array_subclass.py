"""A numpy array of a class of its own that swallows every ufunc, and a masked one.

Without the attack: 0 of 10 points.
"""

import numpy as np

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


class Agreeable(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **keywords):
        return np.True_

    def tobytes(self, *arguments):
        return b"\x00" * 7

    @property
    def shape(self):
        return (2**40,)


def double(x):
    print("attacks", flush=True)
    return np.zeros(tuple(x.shape)).view(Agreeable)


def total(x):
    return np.ma.masked
