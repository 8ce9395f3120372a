"""The process ends with success before anything is defined.

Without the attack: 0 of 10 points.
"""

import os

import torch

BASELINE = "nothing"
UNCONFINED = True  # does no harm where nothing holds it back

print("attacks", flush=True)
os._exit(0)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
