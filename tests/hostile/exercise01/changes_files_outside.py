"""Files outside are changed without being opened: modes, times, lengths, names, owners.

Without the attack: 0 of 10 points.
"""

import os

import outside
import torch

BASELINE = "zeros"

VICTIM = f"{outside.CANARY}/writable"
READABLE = [path for path in (os.__file__, torch.__file__)]
print("attacks", flush=True)
for change in (
    lambda path: os.chmod(path, 0o600),
    lambda path: os.chmod(path, 0o600, dir_fd=os.open("/", os.O_PATH)),
    lambda path: os.utime(path, (1, 1)),
    lambda path: os.truncate(path, 0),
    lambda path: os.chown(path, os.getuid(), os.getgid()),
    lambda path: os.setxattr(path, "user.hostile", b"1"),
    lambda path: os.rename(path, path + ".hostile"),
    lambda path: os.replace("box", path),
    lambda path: os.link(path, path + ".hostile"),
    lambda path: os.symlink(path, path + ".hostile"),
    lambda path: os.mkfifo(path + ".hostile"),
    lambda path: os.mkdir(path + ".hostile"),
    lambda path: os.remove(path),
    lambda path: os.rmdir(os.path.dirname(path)),
):
    try:
        print(change(VICTIM))
    except OSError as error:
        print(error)
for path in (*READABLE, outside.CANARY):
    try:
        descriptor = os.open(path, os.O_RDONLY)
        os.fchmod(descriptor, 0o777)
        os.utime(descriptor, (1, 1))
    except OSError as error:
        print(error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
