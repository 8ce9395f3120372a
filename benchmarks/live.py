"""How long `check()` takes in a notebook: the first time, and every later one.

    python benchmarks/live.py [--rounds 5]

Both are compared with `import torch` in a fresh process. The first check starts the process that
grades, and its zygote; the later ones find both warm.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from grader.course.exercise_notebook import split_source
from grader.practice.grading_service import Request, Service
from grader.submission.notebook_program import Piece

ROOT = Path(__file__).parents[1]
EXERCISE = "exercise03"


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def import_torch() -> None:
    subprocess.run([sys.executable, "-c", "import torch"], check=True)


def checks(request: Request) -> list[float]:
    """How long each of four checks takes in one kernel."""
    service = Service()
    try:
        return [seconds(lambda: service.grade(request)) for _ in range(4)]
    finally:
        service.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Time check() as a notebook calls it.")
    parser.add_argument("--rounds", type=int, default=5, help="processes of each kind")
    rounds = parser.parse_args().rounds
    reference = (ROOT / "solutions" / EXERCISE / "reference.py").read_text("utf-8")
    pieces = tuple(Piece(cell, text) for cell, text in enumerate(split_source(reference), start=1))
    request = Request(str(ROOT), EXERCISE, str(ROOT / "exercises"), "this notebook", pieces)
    times: dict[str, list[float]] = {"import torch": [], "first check": [], "later check": []}
    for _ in range(rounds):
        times["import torch"].append(seconds(import_torch))
        first, *later = checks(request)
        times["first check"].append(first)
        times["later check"] += later
    baseline = statistics.median(times["import torch"])
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:<12} {median:6.2f} s  {median / baseline:5.2f} x import torch")


if __name__ == "__main__":
    main()
