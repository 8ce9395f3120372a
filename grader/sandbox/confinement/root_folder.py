"""The root that workers of the tier `full` see: read-only, the interpreter and nothing else."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from grader.sandbox.confinement import syscalls
from grader.sandbox.confinement.users import interpreter_paths

BOX = "/box"
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def build_root(root: str) -> None:
    """Mount the read-only file system at `root`, with an empty place for a worker's box."""
    hardened = syscalls.NO_SUID | syscalls.NO_DEV
    syscalls.mount("jail", root, "tmpfs", hardened, "size=1m,mode=755")
    os.mkdir(root + BOX)
    if not root.startswith("/tmp/") or not sys.prefix.startswith("/tmp/"):
        _symlink(root, "/tmp", BOX)
    for path in interpreter_paths():
        _show(root, path)
    for path in DEVICES:
        _show(root, path)
    os.makedirs(f"{root}/proc", exist_ok=True)
    for name in ("cpuinfo", "meminfo", "stat"):  # as they are now: numpy and torch look once
        Path(root, "proc", name).write_text(Path("/proc", name).read_text())
    os.makedirs(f"{root}/etc", exist_ok=True)
    Path(root, "etc/passwd").write_text("student:x:1000:1000::/box:/bin/false\n")
    syscalls.mount(
        None, root, flags=syscalls.REMOUNT | syscalls.READ_ONLY | hardened, options="size=1m"
    )


def _show(root: str, path: str) -> None:
    """Bind a file or folder into the root, read-only."""
    inside = root + path
    if os.path.lexists(inside):
        return  # below a folder that is bound already
    if os.path.islink(path) and path.count("/") == 1:
        _symlink(root, path, os.readlink(path))  # /lib → usr/lib
        return
    if os.path.isdir(path):
        os.makedirs(inside)
    else:
        os.makedirs(os.path.dirname(inside), exist_ok=True)
        Path(inside).touch()
    syscalls.mount(path, inside, flags=syscalls.BIND | syscalls.RECURSIVE)
    syscalls.make_read_only(inside, syscalls.NO_SUID | (0 if path in DEVICES else syscalls.NO_DEV))


def _symlink(root: str, path: str, target: str) -> None:
    with suppress(FileExistsError):
        os.symlink(target, root + path)
