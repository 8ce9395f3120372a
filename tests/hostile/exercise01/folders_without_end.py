"""Folders in folders, deeper than a path can say or a program can follow.

Without the attack: 0 of 10 points.
"""

import os

import torch

BASELINE = "zeros"

print("attacks", flush=True)
try:
    for depth in range(3000):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    os.mkdir("closed", 0o000)
except OSError as error:
    print(depth, error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
