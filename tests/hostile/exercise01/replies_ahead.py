"""A thread that answers questions before they are asked.

Without the attack: 0 of 10 points.
"""

import os
import sys
import threading
import time

import torch

BASELINE = "zeros"

wire = sys.modules["grader.sandbox.wire"]
ANSWER = wire.frame(["ok", [torch.zeros(1), None, None]])


def answer():
    while True:
        os.write(3, ANSWER)
        time.sleep(0.001)


print("attacks", flush=True)
threading.Thread(target=answer, daemon=True).start()


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
