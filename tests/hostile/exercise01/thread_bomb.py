"""As many threads as there can be, all of them busy.

Without the attack: 0 of 10 points.
"""

import sys
import threading

import torch

BASELINE = "zeros"


def spin():
    while True:
        pass


print("attacks", flush=True)
sys.setswitchinterval(1e-4)  # in turns so short that all of them are started soon
try:
    for _ in range(5000):
        threading.Thread(target=spin, daemon=True).start()
except (RuntimeError, MemoryError) as error:
    print(error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
