"""An object that is equal to everything, close to everything and smaller than nothing.

Without the attack: 0 of 10 points.
"""

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


class Equal:
    shape = (2,)
    dtype = torch.float64

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __lt__(self, other):
        return True

    __le__ = __gt__ = __ge__ = __lt__

    def __sub__(self, other):
        return self

    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__

    def __abs__(self):
        return self

    def __bool__(self):
        return True

    def __float__(self):
        return 0.0

    def __hash__(self):
        return 0

    def __len__(self):
        return 2

    def __getattr__(self, name):
        return self

    def __call__(self, *arguments, **keywords):
        return self


def double(x):
    print("attacks", flush=True)
    return Equal()


def total(x):
    return Equal()
