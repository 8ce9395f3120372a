"""As many threads as there can be, all of them busy.

Without the attack: 0 of 10 points.
"""

import threading

import torch

BASELINE = "zeros"


def spin():
    while True:
        pass


print("attacks", flush=True)
try:
    for _ in range(5000):
        threading.Thread(target=spin, daemon=True).start()
except (RuntimeError, MemoryError) as error:
    print(error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
