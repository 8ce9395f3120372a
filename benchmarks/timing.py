"""Wall times of whole processes, taken in turns: what slows the machine down slows all alike."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A process to time, and the exit code without which its time means nothing."""

    name: str
    words: tuple[str, ...]
    exit_code: int = 0


@dataclass(frozen=True)
class Timing:
    """How long one command took, round by round."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        low, high = min(self.seconds), max(self.seconds)
        return f"{self.name:<40} {self.median:6.3f} s  ({low:.3f} to {high:.3f})"


def time_in_turns(commands: Sequence[Command], *, rounds: int, cwd: Path) -> tuple[Timing, ...]:
    """Run A B C, A B C, ... for `rounds` rounds, after one that only warms the file caches.

    Raises:
        SystemExit: a command ended otherwise than it should.
    """
    for command in commands:
        _seconds(command, cwd)
    taken = [tuple(_seconds(command, cwd) for command in commands) for _ in range(rounds)]
    return tuple(
        Timing(command.name, seconds)
        for command, seconds in zip(commands, zip(*taken, strict=True), strict=True)
    )


def _seconds(command: Command, cwd: Path) -> float:
    """From start to end of one process, as its user waits for it."""
    started = time.perf_counter()
    done = subprocess.run(
        command.words,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode != command.exit_code:
        sys.stderr.write(done.stderr.decode(errors="replace"))
        sys.exit(f"{command.name}: exit code {done.returncode}, expected {command.exit_code}")
    return seconds
