"""`grade batch` is killed at a hundred random moments, and loses nothing.

    python benchmarks/kills.py [--kills 100] [--students 24] [--seed 0]

Real grading of the toy course of the tests. After each kill the gradebook must be sound, hold all
that it held before, and have one row for each student; --resume must come to the end, with the
points that a run without kills gives.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import toy  # noqa: E402 (lies with the tests)

ANSWERS = ("2 * x", "x * x", "x + 2", "3 * x")


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill `grade batch` at random moments.")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--students", type=int, default=24)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        course = toy.make_course(Path(name))
        expected = make_class(course, options.students)
        whole = run_to_the_end(course)
        killed = runs = 0
        while killed < options.kills:
            before = finished(course)
            if before == expected:
                runs += 1
                shutil.rmtree(course / "out")
                before = {}
            killed += kill_after(course, draw.uniform(0.05, 1.05) * whole)
            after = finished(course)
            if not before.items() <= after.items() <= expected.items():
                sys.exit(f"kill {killed}: {before} became {after}")
            print(f"\r{killed} kills, {len(after)} of {len(expected)} graded  ", end="", flush=True)
        run_to_the_end(course)
        if finished(course) != expected:
            sys.exit("the last run has not graded everyone as it should")
    print(f"\n{killed} kills in {runs + 1} runs to the end: nothing lost, nothing counted twice")


def make_class(course: Path, size: int) -> dict[str, int]:
    """Hand in; give the points that everyone deserves."""
    points = {}
    for number in range(size):
        path = course / "class" / f"student{number:03}" / "exercise01.py"
        path.parent.mkdir(parents=True)
        path.write_text(toy.answer(ANSWERS[number % len(ANSWERS)]), "utf-8")
        points[path.parent.name] = 0 if number % len(ANSWERS) else 10
    return points


def start(course: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "grader", "batch", "class", "--out", "out", "--resume"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(words, cwd=course, stdout=quiet, stderr=quiet)


def run_to_the_end(course: Path) -> float:
    began = time.monotonic()
    if start(course).wait():
        sys.exit("grade batch fails")
    return time.monotonic() - began


def kill_after(course: Path, seconds: float) -> bool:
    process = start(course)
    time.sleep(seconds)
    process.kill()
    return process.wait() == -signal.SIGKILL


def finished(course: Path) -> dict[str, int]:
    """The points in the gradebook, which must be sound."""
    path = course / "out" / "gradebook.sqlite3"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as book:
        if book.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            sys.exit("the gradebook is damaged")
        if not book.execute("PRAGMA user_version").fetchone()[0]:
            return {}
        rows: Sequence[tuple[str, int]] = book.execute(
            "SELECT student, points FROM report"
        ).fetchall()
    for student, points in rows:
        shown = course / "out" / "reports" / student / "exercise01.json"
        if json.loads(shown.read_text("utf-8"))["points"] != points:
            sys.exit(f"the report of {student} is not that of the gradebook")
    if len(dict(rows)) != len(rows):
        sys.exit("somebody is graded twice")
    return dict(rows)


if __name__ == "__main__":
    main()
