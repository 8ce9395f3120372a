"""The processor time and the memory of a command and of everything that it starts."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
POLL_SECONDS = 0.2
END_SECONDS = 10.0  # how long what a command has left behind may take to end


@dataclass(frozen=True)
class Usage:
    """What a command took, all of its processes together.

    Attributes:
        peak_mib: the largest sum of the memory of its processes, shared pages divided among
            those that share them (PSS).
    """

    wall: float
    cpu: float
    peak_mib: float


def measure(words: Sequence[str], *, cwd: Path, exit_code: int = 0) -> Usage:
    """Run a command to its end.

    Raises:
        SystemExit: it ended otherwise than it should.
    """
    # What outlives its parent comes to us, so that its time is counted, too.
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        sys.exit("this benchmark needs Linux")
    before, start = _cpu_of_children(), time.perf_counter()
    process = subprocess.Popen(
        words, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    watcher = _MemoryWatcher()
    watcher.start()
    _, errors = process.communicate()
    wall = time.perf_counter() - start
    watcher.stop()
    if process.returncode != exit_code:
        sys.stderr.write(errors.decode(errors="replace"))
        sys.exit(f"{' '.join(words)}: exit code {process.returncode}, expected {exit_code}")
    _reap_the_rest()
    return Usage(wall, _cpu_of_children() - before, watcher.peak_mib)


class _MemoryWatcher(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mib = 0.0
        self._is_done = threading.Event()

    def run(self) -> None:
        while not self._is_done.wait(POLL_SECONDS):
            self.peak_mib = max(self.peak_mib, sum(map(_pss_mib, _descendants(os.getpid()))))

    def stop(self) -> None:
        self._is_done.set()
        self.join()


def _descendants(pid: int) -> set[int]:
    children: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children.update(map(int, path.read_text().split()))
        except OSError:  # ended meanwhile
            continue
    return children.union(*map(_descendants, children))


def _pss_mib(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # ended meanwhile, or a worker that may not be looked at
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _reap_the_rest() -> None:
    end = time.monotonic() + END_SECONDS
    while time.monotonic() < end:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            time.sleep(0.02)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
