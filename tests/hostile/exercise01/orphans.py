"""Grandchildren that leave the session and are left behind.

Without the attack: 0 of 10 points.
"""

import ctypes
import os
import time

import torch

BASELINE = "zeros"

libc = ctypes.CDLL(None, use_errno=True)
SIGCHLD, CLONE_PARENT, CLONE_VM, CLONE_VFORK = 17, 0x8000, 0x100, 0x4000
print("attacks", flush=True)
for flags in (SIGCHLD, CLONE_PARENT | SIGCHLD, CLONE_VFORK | SIGCHLD):
    if libc.syscall(56, ctypes.c_ulong(flags), None, None, None, None) == 0:
        os.setsid()
        time.sleep(120)
        os._exit(0)
for number in (57, 58):
    if libc.syscall(number) == 0:
        time.sleep(120)
        os._exit(0)
for program in ("/bin/sleep", "/usr/bin/sleep"):
    try:
        os.posix_spawn(program, [program, "120"], {}, setsid=True)
    except OSError as error:
        print(error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
