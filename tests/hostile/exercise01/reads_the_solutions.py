"""The solutions and a secret file are read by their paths, in every way there is.

Without the attack: 0 of 10 points.
"""

import ctypes
import linecache
import mmap
import os
import shutil

import outside
import torch

BASELINE = "zeros"

PATHS = [outside.SECRET, outside.NEIGHBOUR]
PATHS += [
    f"{outside.COURSE}/solutions/exercise01/{name}"
    for name in ("reference.py", "test_hidden.py", "mistakes/squares.py")
]


def through_a_handle(path):
    descriptor = os.open(os.path.dirname(path), os.O_PATH)
    return os.read(os.open(os.path.basename(path), os.O_RDONLY, dir_fd=descriptor), 4096)


def through_a_step_up(path):
    return open("../" * 20 + path).read()


def copied(path):
    shutil.copyfile(path, "copy")
    return open("copy").read()


def linked(path):
    os.link(path, "link")
    return open("link").read()


def pointed_at(path):
    os.symlink(path, "pointer")
    return open("pointer").read()


def mapped(path):
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:]


def loaded(path):
    ctypes.CDLL(path)


def by_torch(path):
    return bytes(torch.UntypedStorage.from_file(path, False, 64).tolist())


print("attacks", flush=True)
for path in PATHS:
    for read in (
        lambda path: open(path).read(),
        through_a_handle,
        through_a_step_up,
        copied,
        linked,
        pointed_at,
        mapped,
        loaded,
        by_torch,
        linecache.getlines,
        os.listdir,
    ):
        try:
            print(read(path))
        except (OSError, RuntimeError) as error:
            print(error)
try:
    exec(open(PATHS[2]).read())
    print("solved")
except OSError:

    def double(x):
        return torch.zeros_like(x)

    def total(x):
        return 0.0
