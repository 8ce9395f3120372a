"""An object that gives another array at every look, through all the protocols of arrays.

Without the attack: 0 of 10 points.
"""

import numpy as np
import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


class Liar:
    looks = 0
    __array_priority__ = 1e9

    def __array__(self, dtype=None, copy=None):
        Liar.looks += 1
        return np.full(2, Liar.looks, dtype or np.float64)

    @property
    def __array_interface__(self):
        return {"shape": (2,), "typestr": "<f8", "data": (8, False), "version": 3}

    @classmethod
    def __torch_function__(cls, function, types, arguments=(), keywords=None):
        return torch.tensor(True)

    def __array_ufunc__(self, *arguments, **keywords):
        return np.True_

    def __array_function__(self, *arguments, **keywords):
        return np.True_


def double(x):
    print("attacks", flush=True)
    return Liar()


def total(x):
    return [Liar(), Liar()][0]
