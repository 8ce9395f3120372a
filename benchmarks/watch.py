"""How long a student waits for a report after saving, while `grade watch` runs.

    python benchmarks/watch.py [--rounds 15] [--enforce]

From the end of the write to the last line of the report, a right and a wrong file by turns;
compared with `import torch`, which every grader that is not kept warm has to wait for.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cold import EXERCISE, copy_course, python
from timing import time_in_turns

BUDGET = 0.3


def main() -> int:
    parser = argparse.ArgumentParser(description="Time `grade watch` from save to report.")
    parser.add_argument("--rounds", type=int, default=15, help="saves of each of two files")
    parser.add_argument("--enforce", action="store_true", help="exit with 1 if it is too slow")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        course = Path(name)
        right, wrong = (path.read_text("utf-8") for path in copy_course(course))
        first = import_torch(course)
        waits = time_saves(course, [right, wrong], options.rounds)
        second = import_torch(course)
    baseline = (first + second) / 2
    kept = True
    print(f"import torch                {baseline:6.3f} s")
    for what, seconds in zip(("right", "wrong"), waits, strict=True):
        ratio = statistics.median(seconds) / baseline
        kept &= ratio <= BUDGET
        held = "holds" if ratio <= BUDGET else "MISSED"
        spread = f"({min(seconds):.3f} to {max(seconds):.3f})"
        print(f"save to report, {what} file  {statistics.median(seconds):6.3f} s  {spread}  "
              f"{ratio:.2f} x, at most {BUDGET:g}  {held}")  # fmt: skip
    return 1 if options.enforce and not kept else 0


def import_torch(course: Path) -> float:
    (timing,) = time_in_turns([python("import torch")], rounds=5, cwd=course)
    return timing.median


def time_saves(course: Path, texts: list[str], rounds: int) -> list[list[float]]:
    """Seconds from save to report, for each of the texts, after one save of each to warm up."""
    file = course / "exercises" / EXERCISE / f"{EXERCISE}.py"
    waits: list[list[float]] = [[] for _ in texts]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "grader", "watch", EXERCISE],
        cwd=course,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        read_report(process)
        for number in range(rounds + 1):
            for text, seconds in zip(texts, waits, strict=True):
                time.sleep(0.05 * (number % 5))  # the save falls anywhere between two looks
                file.write_text(text, "utf-8")
                start = time.perf_counter()
                read_report(process)
                if number:
                    seconds.append(time.perf_counter() - start)
    finally:
        process.kill()
        process.wait()
    return waits


def read_report(process: subprocess.Popen[str]) -> None:
    """Read to the line that closes a report: when it was made, and in how long."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.endswith(" s\n") and ", in " in line:
            return
    sys.exit("grade watch has ended")


if __name__ == "__main__":
    raise SystemExit(main())
