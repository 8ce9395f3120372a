"""What one more submission costs in a class of 10, of 100 and of 1,000.

    python benchmarks/growth.py [--sizes 10 100 1000] [--exercise exercise03]

Right and wrong submissions by turns, as in a class: `grade batch` on all cores. What the start
costs is told apart from what each submission adds, so that growth cannot hide behind it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from itertools import cycle
from pathlib import Path

from usage import measure

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the cost of one more submission.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--exercise", default="exercise03")
    options = parser.parse_args()
    start = None
    for size in (1, *options.sizes):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_class(folder, options.exercise, size)
            words = [sys.executable, "-m", "grader", "batch", "class", "--out", "out"]
            usage = measure(words, cwd=folder)
            written = sum(path.stat().st_size for path in folder.joinpath("out").rglob("*.*"))
        start = start or usage
        if size > 1:
            cpu = 1e3 * (usage.cpu - start.cpu) / (size - 1)
            wall = 1e3 * (usage.wall - start.wall) / (size - 1)
            print(f"{size:>6} submissions: each adds {cpu:6.1f} ms of processor, {wall:6.1f} ms, "
                  f"{written / size / 1024:5.1f} KiB; at most {usage.peak_mib:5.0f} MiB of memory",
                  flush=True)  # fmt: skip
        else:
            print(
                f"     1 submission: {usage.cpu:.2f} s of processor, {usage.wall:.2f} s", flush=True
            )


def make_class(folder: Path, exercise: str, size: int) -> None:
    """A course, and a class in which every other submission has one of the known mistakes."""
    for part in ("exercises", "solutions"):
        shutil.copytree(ROOT / part, folder / part)
    authored = ROOT / "solutions" / exercise
    reference = (authored / "reference.py").read_text("utf-8")
    mistakes = cycle(sorted((authored / "mistakes").glob("*.py")))
    for number in range(size):
        wrong = next(mistakes).read_text("utf-8") if number % 2 else ""
        student = folder / "class" / f"student{number:05}"
        student.mkdir(parents=True)
        # No two are the same program: that would not be run.
        text = f"{reference}\n\n{wrong}\nNUMBER = {number}\n"
        (student / f"{exercise}.py").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
