"""What it costs that every submission runs in a confined process of its own.

    python benchmarks/worker.py [--rounds 40] [--enforce]

For each confinement that works here: the time to fork, confine and load a submission, the time of
a request with a small array and of its reply, and the memory that a worker shares with nobody.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import torch

from grader.errors import BrokenEnvironment
from grader.model import Isolation, Limits
from grader.sandbox import wire
from grader.sandbox.launcher import Launcher
from grader.sandbox.processes.connection import Worker

ROOT = Path(__file__).parents[1]
START_BUDGET_MS = 60.0
CALL_BUDGET_US = 150.0
CALLS = 200  # of each worker
NAME = "exercise01"
SOURCE = (ROOT / "solutions" / NAME / "reference.py").read_bytes()
LOAD = ["load", NAME, {f"{NAME}.py": SOURCE}]
SMALL = torch.linspace(-1, 1, 8, dtype=torch.float64)
CALL = ["call", "tanh_derivative", (SMALL,), {}, False, None]


@dataclass(frozen=True)
class Figure:
    """One measured quantity; `budget` is None where nothing is promised."""

    name: str
    unit: str
    values: Sequence[float]
    budget: float | None = None

    @property
    def holds(self) -> bool:
        return self.budget is None or statistics.median(self.values) <= self.budget

    def __str__(self) -> str:
        low, *_, high = statistics.quantiles(self.values, n=20)
        text = f"{self.name:<20} {statistics.median(self.values):6.1f} {self.unit:<4}"
        text += f"(most {low:.1f} to {high:.1f})"
        held = "holds" if self.holds else "MISSED"
        return text if self.budget is None else f"{text:<56} at most {self.budget:g}  {held}"


def measure(tier: str, rounds: int) -> list[Figure]:
    """The figures of one tier; BrokenEnvironment is raised where it does not work."""
    starts, calls, memory = list[float](), list[float](), list[float]()
    launcher = Launcher(tier)
    try:
        launcher.worker(Limits()).kill()  # the first waits for the zygote to import torch
        for _ in range(rounds):
            started = time.perf_counter()
            worker = launcher.worker(Limits())
            ask(worker, LOAD)
            starts.append(1e3 * (time.perf_counter() - started))
            for _ in range(CALLS):
                started = time.perf_counter()
                ask(worker, CALL)
                calls.append(1e6 * (time.perf_counter() - started))
            memory.extend(private_mib(worker))
            worker.kill()
    finally:
        launcher.close()
    start = Figure("fork, confine, load", "ms", starts, START_BUDGET_MS)
    call = Figure("call, small array", "us", calls, CALL_BUDGET_US)
    return [start, call, *([Figure("memory added (USS)", "MiB", memory)] if memory else [])]


def ask(worker: Worker, request: list[Any]) -> None:
    """Send one request and read the whole reply, as the grader does."""
    deadline = time.monotonic() + 60
    worker.send(wire.frame(request), deadline)
    reply = wire.decode(worker.receive(wire.frame_length(worker.receive(4, deadline)), deadline))
    if reply[0] != "ok":
        raise SystemExit(f"the worker says {reply}")


def private_mib(worker: Worker) -> Iterator[float]:
    """The memory that a worker has written (its USS); nothing where the system does not tell."""
    try:
        described = Path(f"/proc/self/fdinfo/{worker._pidfd}").read_text()
        pid = next(line.split()[1] for line in described.splitlines() if line.startswith("Pid:"))
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # no /proc, or not ours to read
        return
    yield sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description="Time what the confinement of workers costs.")
    parser.add_argument("--rounds", type=int, default=40, help="workers for each tier")
    parser.add_argument("--enforce", action="store_true", help="exit with 1 if a budget is missed")
    options = parser.parse_args()
    kept = True
    for tier in get_args(Isolation):
        try:
            figures = measure(tier, options.rounds)
        except BrokenEnvironment as error:
            print(f"{tier:<9} {error.what}", flush=True)
            continue
        print(*(f"{tier:<9} {figure}" for figure in figures), sep="\n", flush=True)
        kept = kept and all(figure.holds for figure in figures)
    return 1 if options.enforce and not kept else 0


if __name__ == "__main__":
    raise SystemExit(main())
