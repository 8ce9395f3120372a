"""Files, pipes and pairs of sockets are opened until there are no more.

Without the attack: 0 of 10 points.
"""

import os
import socket

import torch

BASELINE = "zeros"

HELD = []
print("attacks", flush=True)
for opened in (os.pipe, socket.socketpair, lambda: open(os.devnull)):
    try:
        while True:
            HELD.append(opened())
            if len(HELD) > 100_000:
                break
    except OSError as error:
        print(error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
