"""Memory is taken by torch, and by mappings that nobody touches.

Without the attack: 2 of 10 points.
"""

import mmap

import torch

BASELINE = "total_only"

HELD = []


def double(x):
    print("attacks", flush=True)
    try:
        while True:
            HELD.append(mmap.mmap(-1, 64 << 20))
    except OSError:
        pass
    return torch.ones(1 << 34)


def total(x):
    return x.sum().item()
