"""Resource limits of a worker, as far as the system can hold it to them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

MAX_FILE_BYTES = 64 << 20
MAX_DESCRIPTORS = 256
MAX_STACK_BYTES = 64 << 20
MAX_THREADS = 128  # above what the user runs already: the system counts them all


def apply_limits(cpu_seconds: int, memory_mib: int, threads: int | None, held: int) -> None:
    """Limit this process, for ever. `threads` is how many its user runs already;
    where that is not known (None), their number is not limited.

    Memory is counted from the `held` bytes of address space that the process has already
    (`held_bytes`): with torch's mappings an absolute limit means nothing.
    """
    try:
        import resource
    except ImportError:  # Windows has none of this
        return

    limits: dict[str, int] = {
        "CORE": 0,
        "FSIZE": MAX_FILE_BYTES,
        "NOFILE": MAX_DESCRIPTORS,
        "MEMLOCK": 0,
        "MSGQUEUE": 0,
        "SIGPENDING": 64,
        "RTPRIO": 0,
        "STACK": MAX_STACK_BYTES,
        "CPU": cpu_seconds,
    }
    if sys.platform == "linux":
        memory = held + (memory_mib << 20)
        limits |= {"AS": memory, "DATA": memory}
        if threads is not None:
            limits["NPROC"] = threads + MAX_THREADS
    _set(resource, limits)


def _set(resource: object, limits: Mapping[str, int]) -> None:
    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is None:
            continue
        hard = resource.getrlimit(number)[1]  # type: ignore[attr-defined]
        allowed = value if hard < 0 else min(value, hard)
        resource.setrlimit(number, (allowed, allowed))  # type: ignore[attr-defined]


def held_bytes() -> int:
    """The address space of this process; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
