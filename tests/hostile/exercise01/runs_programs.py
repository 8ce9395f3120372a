"""Programs are run: a shell, an interpreter, a program of its own making.

Without the attack: 0 of 10 points.
"""

import ctypes
import os
import subprocess
import sys

import outside
import torch

BASELINE = "zeros"

COMMAND = f"cat {outside.SECRET}; echo done > {outside.CANARY}/hostile"
print("attacks", flush=True)
for run in (
    lambda: os.system(COMMAND),
    lambda: subprocess.run(COMMAND, shell=True, capture_output=True).stdout,
    lambda: subprocess.run([sys.executable, "-c", "import os; os.fork()"]),
    lambda: os.execv("/bin/sh", ["sh", "-c", COMMAND]),
    lambda: os.popen(COMMAND).read(),
):
    try:
        print(run())
    except OSError as error:
        print(error)
with open("program", "w") as file:
    file.write(f"#!/bin/sh\n{COMMAND}\n")
os.chmod("program", 0o755)
try:
    os.execv("./program", ["program"])
except OSError as error:
    print(error)
libc = ctypes.CDLL(None)
libc.syscall(322, 3, b"", None, None, 0x1000)
libc.syscall(319, b"program", 0)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
