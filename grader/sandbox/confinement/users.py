"""The user that a worker becomes where the grader is root, if that one could run Python."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

# What a worker becomes where the grader is root: nobody is one of these. A container may know no
# more than 65,536 users.
WORKER_UIDS = (200_000, 65_530)

_PACKAGE_FOLDERS = ("site-packages", "dist-packages", "lib-dynload")
_SYSTEM_PATHS = (
    "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/share/zoneinfo", "/usr/share/fonts",
    "/etc/fonts", "/etc/localtime", "/etc/mime.types", "/etc/ld.so.cache", "/etc/nsswitch.conf",
)  # fmt: skip


def is_root() -> bool:
    """True if this process may do everything, on a system that has such a user."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def become(user: int) -> None:
    """Be that user for ever, in no group but its own."""
    os.setgroups([])
    os.setgid(user)  # as root these two set all that there are: real, effective, saved
    os.setuid(user)


def known_user(users: Sequence[int] = WORKER_UIDS) -> int:
    """The first of the users that this user namespace knows."""
    with contextlib.suppress(OSError):
        maps = Path("/proc/self/uid_map").read_text()
        ranges = [list(map(int, line.split())) for line in maps.splitlines()]
        for user in users:
            if any(first <= user < first + count for first, _, count in ranges):
                return user
    return users[0]


def hidden_from_others() -> str:
    """A folder above the interpreter that only its owner may enter; empty when there is none."""
    for path in interpreter_paths():
        resolved = Path(path).resolve()
        for folder in (resolved, *resolved.parents):
            if folder.is_dir() and not folder.stat().st_mode & 0o001:
                return str(folder)
    return ""


def interpreter_paths() -> list[str]:
    """The paths that Python reads: its library, package folders in use, system libraries."""
    packages = [path for path in sys.path if os.path.basename(path) in _PACKAGE_FOLDERS]
    prefixes = [os.path.join(sys.base_prefix, "lib"), os.path.join(sys.prefix, "lib")]
    found = [path for path in (*prefixes, *packages, *_SYSTEM_PATHS) if os.path.exists(path)]
    return sorted(set(found), key=len)
