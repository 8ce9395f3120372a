"""Printing without end, while nobody is asked anything and while somebody is.

Without the attack: 0 of 10 points.
"""

import os
import threading

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back


def print_on():
    while True:
        os.write(1, b"\n" + b"x" * 65_535)


print("attacks", flush=True)
threading.Thread(target=print_on, daemon=True).start()


def double(x):
    for _ in range(200):
        os.write(2, b"y" * 65_536)
    return torch.zeros_like(x)


def total(x):
    return 0.0
