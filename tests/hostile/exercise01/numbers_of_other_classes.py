"""Floats, ints, strings and dicts of own classes that lie about what they hold.

Without the attack: 0 of 10 points.
"""

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


class Number(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = float.__hash__

    @property
    def __class__(self):
        return torch.Tensor


class Text(str):
    def encode(self, *arguments):
        return b"x" * (1 << 20)


class Pairs(dict):
    def __len__(self):
        return -1

    def items(self):
        while True:
            yield "key", 1.0


def double(x):
    print("attacks", flush=True)
    return Pairs(a=Text("b")) if x.numel() > 1 else Number(0.0)


def total(x):
    return Number(0.0)
