"""Garbage, frames that are too long and replies to questions not asked, in turn.

Without the attack: 0 of 10 points.
"""

import os
import struct

import torch

BASELINE = "zeros"

FORGERIES = [
    b"\xff" * 64,
    struct.pack("<I", 64 << 20) + b"x" * 1000,
    struct.pack("<I", 1) + b"N" + struct.pack("<I", 1) + b"N",
    struct.pack("<I", 5) + b"L" + struct.pack("<I", 0xFFFFFFFF),
    struct.pack("<I", 0),
    struct.pack("<I", 18) + b"A" + struct.pack("<BBQQ", 11, 2, 1 << 40, 1 << 40),
]


def double(x):
    print("attacks", flush=True)
    data = FORGERIES.pop()
    FORGERIES.insert(0, data)
    os.write(3, data)
    return torch.zeros_like(x)


def total(x):
    return 0.0
