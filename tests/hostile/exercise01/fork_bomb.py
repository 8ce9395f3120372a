"""Processes that start processes.

Without the attack: 0 of 10 points.
"""

import os
import subprocess
import time

import torch

BASELINE = "zeros"


def start(depth):
    for _ in range(6):
        try:
            if os.fork() == 0:
                os.setsid()
                if depth:
                    start(depth - 1)
                time.sleep(120)
                os._exit(0)
        except OSError:
            return


print("attacks", flush=True)
start(2)
try:
    subprocess.Popen(["/bin/sleep", "120"], start_new_session=True)
except OSError as error:
    print(error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
