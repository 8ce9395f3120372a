"""The line to the grader is closed, replaced, and given to another thread.

Without the attack: 0 of 10 points.
"""

import os
import socket

import torch

BASELINE = "zeros"

CHANGES = [
    lambda: os.close(3),
    lambda: os.dup2(1, 3),
    lambda: os.dup2(socket.socketpair()[0].fileno(), 3),
    lambda: os.closerange(0, 256),
]


def double(x):
    print("attacks", flush=True)
    CHANGES.pop(0)()
    CHANGES.append(lambda: os.close(3))
    return torch.zeros_like(x)


def total(x):
    return 0.0
