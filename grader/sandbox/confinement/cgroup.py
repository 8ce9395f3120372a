"""A control group for each worker (cgroup v2), where a part of the tree is delegated to the grader.

A process's own limits count its address space. A group counts what is really used, with the files
in the box and what the kernel keeps on the worker's behalf. systemd delegates a part to a unit
that has Delegate=yes: systemd-run --user --scope -p Delegate=yes grade batch ...
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from grader.sandbox.confinement.rlimits import MAX_THREADS

MEMBERSHIP = Path("/proc/self/cgroup")
ROOT = Path("/sys/fs/cgroup")
MARK = "user.delegate"  # what systemd writes on a group that is delegated
CONTROLLERS = frozenset({"memory", "pids"})
GRADERS = "graders"  # where the grader's own processes go: beside groups there may be none
# Above the limit: the files in the box, and what a worker copies of the zygote's memory.
MORE_MIB = 64 + 512


class Group:
    """The group of one worker."""

    def __init__(self, base: Path, pid: int, memory_mib: int) -> None:
        """Make a group in `base` and put the process into it.

        Raises:
            OSError: that is not possible; nothing is left.
        """
        self._path = base / f"worker-{pid}"
        self._path.mkdir()
        try:
            self._write("memory.max", (memory_mib + MORE_MIB) << 20)
            self._write("pids.max", MAX_THREADS)
            with contextlib.suppress(OSError):  # where nothing can be swapped out
                self._write("memory.swap.max", 0)
            self._write("cgroup.procs", pid)
        except OSError:
            self.remove()
            raise

    def was_full(self) -> bool:
        """True if the system ended a process of the group because it needed too much memory."""
        try:
            events = dict(line.split() for line in self._read("memory.events"))
        except (OSError, ValueError):
            return False
        return events.get("oom_kill", "0") != "0"

    def remove(self) -> None:
        """Take the group away; its process is gone."""
        with contextlib.suppress(OSError):
            self._path.rmdir()

    def _write(self, name: str, value: int) -> None:
        (self._path / name).write_text(str(value))

    def _read(self, name: str) -> list[str]:
        return (self._path / name).read_text().splitlines()


def delegated_group(membership: Path = MEMBERSHIP, root: Path = ROOT) -> Path | None:
    """The group in which those of workers can be made, None where nothing is delegated.

    The first grader of a unit makes way: it moves into a group of its own, where those that it
    starts find themselves, too.
    """
    try:
        lines = membership.read_text().splitlines()
        own = next(line.removeprefix("0::/") for line in lines if line.startswith("0::/"))
        group = root / own
        if group.name == GRADERS and _is_delegated(group.parent):
            return group.parent
        if not _is_delegated(group):
            return None
        (group / GRADERS).mkdir(exist_ok=True)
        (group / GRADERS / "cgroup.procs").write_text(str(os.getpid()))
        (group / "cgroup.subtree_control").write_text("+memory +pids")
    except (OSError, StopIteration):  # no such tree, or other processes are in the unit
        return None
    return group


def _is_delegated(group: Path) -> bool:
    controllers = (group / "cgroup.controllers").read_text().split()
    try:
        return os.getxattr(group, MARK) == b"1" and set(controllers) >= CONTROLLERS
    except (OSError, AttributeError):  # not marked; not Linux
        return False
