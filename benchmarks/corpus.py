"""`grade batch` over three hundred submissions of every kind, each of which ends as it should.

    python benchmarks/corpus.py [--mistakes 60] [--jobs N] [--seed 0] [--keep DIR]

References, stubs, known mistakes, right but odd answers and broken files for the course's own
exercises; and the attacks of tests/hostile, as one more exercise of their own course. Every
submission is a student. What is expected of each is known before it is graded.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOSTILE = ROOT / "tests" / "hostile"
ATTACKED = "exercise09"  # the exercise of the hostile course, beside those of the real one
HOSTILE_FILES = {
    "exercise.toml": "exercise.toml",
    "reference.py": "reference.py",
    "test_examples.py": "visible.py",
    "test_hidden.py": "hidden.py",
    "mistakes/squares.py": "squares.py",
}
# Small, so that what never ends ends soon.
HOSTILE_LIMITS = """
[limits]
import_seconds = 3.0
call_seconds = 0.5
submission_seconds = 6.0
memory_mib = 192
restarts = 0
"""
BASELINES = {"nothing": 0, "zeros": 0, "total_only": 2, "delegates": 9, "honest": 10}


@dataclass(frozen=True)
class Expected:
    """What a report must say.

    Attributes:
        points: exactly these, or where `at_most` is set no more; None: any.
        mistakes: those that must be recognised, None: any.
    """

    statuses: tuple[str, ...]
    points: int | None
    at_most: bool = False
    mistakes: frozenset[str] | None = None

    def is_met(self, status: str, points: int, mistakes: frozenset[str]) -> bool:
        if self.points is None:
            has_points = True
        else:
            has_points = points <= self.points if self.at_most else points == self.points
        knows = self.mistakes is None or mistakes == self.mistakes
        return status in self.statuses and has_points and knows


PASSED = Expected(("passed",), 10, mistakes=frozenset())


class Class:
    """The folder of submissions, and what is expected of each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.expected: dict[tuple[str, str], Expected] = {}
        self.kinds: Counter[str] = Counter()

    def hand_in(
        self, kind: str, name: str, exercise: str, source: str | Path, expected: Expected
    ) -> None:
        """One more student: a text, a file, or a folder of files."""
        student = f"{kind} {exercise} {name}"
        folder = self.folder / student
        folder.mkdir(parents=True)
        file = folder / f"{exercise}.py"
        if isinstance(source, str):
            file.write_text(source, "utf-8")
        elif source.is_dir():
            shutil.copytree(source, folder, dirs_exist_ok=True)
        else:
            shutil.copy(source, file)
        self.expected[student, exercise] = expected
        self.kinds[kind] += 1


def main() -> int:
    parser = argparse.ArgumentParser(description="Grade submissions of every kind.")
    parser.add_argument("--mistakes", type=int, default=60, help="how many of the known ones")
    parser.add_argument("--jobs", type=int, help="as of grade batch")
    parser.add_argument("--seed", type=int, default=0, help="which mistakes")
    parser.add_argument("--keep", type=Path, help="work in this new folder and leave it there")
    options = parser.parse_args()
    with folder_for(options.keep) as folder:
        make_course(folder)
        students = Class(folder / "class")
        hand_in_all(students, folder, random.Random(options.seed), options.mistakes)
        words = [sys.executable, "-m", "grader", "batch", "class", "--out", "out"]
        words += ["--jobs", str(options.jobs)] if options.jobs else []
        start = time.monotonic()
        done = subprocess.run(words, cwd=folder, check=False, stdout=subprocess.PIPE, text=True)
        seconds = time.monotonic() - start
        print(done.stdout[done.stdout.rfind("exercise01  ") :])
        wrong = list(unexpected(folder / "out", students.expected))
    print(*wrong, sep="\n")
    print(f"{len(students.expected)} submissions in {seconds:.0f} s: "
          + ", ".join(f"{count} {kind}" for kind, count in students.kinds.items()))  # fmt: skip
    print(f"{len(wrong)} ended otherwise than expected")
    return 1 if wrong or done.returncode else 0


@contextlib.contextmanager
def folder_for(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
    else:
        keep.mkdir(parents=True)
        yield keep.resolve()


def make_course(folder: Path) -> None:
    """The course, with the exercise of the hostile course added to it."""
    for part in ("exercises", "solutions"):
        shutil.copytree(ROOT / part, folder / part)
    for name, source in HOSTILE_FILES.items():
        path = folder / "solutions" / ATTACKED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOSTILE / "course" / source, path)
    table = folder / "solutions" / ATTACKED / "exercise.toml"
    table.write_text(table.read_text("utf-8") + HOSTILE_LIMITS, "utf-8")


def hand_in_all(students: Class, folder: Path, draw: random.Random, mistakes: int) -> None:
    known = []
    for authored in sorted((ROOT / "solutions").glob("exercise[0-9][0-9]")):
        name = authored.name
        reference = (authored / "reference.py").read_text("utf-8")
        students.hand_in("reference", "", name, reference, PASSED)
        stub = ROOT / "exercises" / name / f"{name}.py"
        students.hand_in("stub", "", name, stub, Expected(("not_started",), 0))
        known += [(name, reference, path) for path in sorted((authored / "mistakes").glob("*.py"))]
    for name, reference, path in draw.sample(known, mistakes):
        text = f"{reference}\n\n{path.read_text('utf-8')}"
        recognised = Expected(("failed",), 9, at_most=True, mistakes=frozenset({path.stem}))
        students.hand_in("mistake", path.stem, name, text, recognised)
    hand_in_odd(students)
    hand_in_attacks(students, folder)


def hand_in_odd(students: Class) -> None:
    """Right but odd answers, and files whose names say how they end."""
    for exercise in sorted((ROOT / "tests" / "honest").glob("exercise*")):
        for path in sorted(exercise.iterdir()):
            if path.suffix == ".py" or (path.is_dir() and (path / f"{exercise.name}.py").exists()):
                students.hand_in("honest", path.stem, exercise.name, path, PASSED)
    for exercise in sorted((ROOT / "tests" / "submissions").glob("exercise*")):
        for path in sorted(exercise.glob("*.py")):
            status = next(
                word
                for word in ("passed", "failed", "not_started", "unloadable", "limit")
                if path.stem.startswith(word)
            )
            expected = PASSED if status == "passed" else Expected((status,), 9, at_most=True)
            students.hand_in("odd", path.stem, exercise.name, path, expected)


def hand_in_attacks(students: Class, folder: Path) -> None:
    """No attack earns more than the same answer does without it."""
    canary = folder / "canary"
    canary.mkdir()
    (canary / "writable").write_text("unchanged")
    places = {
        "COURSE": str(folder),
        "CANARY": str(canary),
        "SECRET": str(folder / "solutions" / "exercise01" / "reference.py"),
        "NEIGHBOUR": str(folder / "class" / "reference exercise01 " / "exercise01.py"),
        "SUBMISSIONS": str(folder / "class"),
        "GRADER_PID": 1,
        "TCP_PORT": 9,
        "UDP_PORT": 9,
        "UNIX_PATH": str(folder / "stream"),
        "DATAGRAM_PATH": str(folder / "datagram"),
        "UNIX_NAME": b"\0nobody",
        "DATAGRAM_NAME": b"\0nobody",
    }
    outside = "".join(f"{name} = {value!r}\n" for name, value in places.items())
    for path in sorted((HOSTILE / "exercise01").glob("*.py")):
        text = path.read_text("utf-8")
        baseline = text.partition('\nBASELINE = "')[2].partition('"')[0]
        statuses = ("passed", "failed", "not_started", "unloadable", "limit")
        expected = Expected(statuses, BASELINES[baseline], at_most=True)
        students.hand_in("hostile", path.stem, ATTACKED, path, expected)
        beside = students.folder / f"hostile {ATTACKED} {path.stem}" / "outside.py"
        beside.write_text(outside, "utf-8")


def unexpected(out: Path, expected: dict[tuple[str, str], Expected]) -> Iterator[str]:
    """A line for everything that is not as it should be."""
    with contextlib.closing(sqlite3.connect(out / "gradebook.sqlite3")) as book:
        rows = book.execute("SELECT student, exercise, report FROM report").fetchall()
    reports = {(student, exercise): json.loads(text) for student, exercise, text in rows}
    if len(reports) != len(rows):
        yield "somebody is graded twice"
    for key in expected.keys() - reports.keys():
        yield f"{key}: no report"
    for key, report in sorted(reports.items()):
        found = frozenset(check["mistake"]["id"] for check in report["checks"] if check["mistake"])
        if not expected[key].is_met(report["status"], report["points"], found):
            known = f", recognised {sorted(found)}" if found else ""
            yield f"{key[0]}: {report['status']}, {report['points']} points{known}"
        if not report["grader"]["official"]:
            yield f"{key[0]}: not official"
        shown = json.loads((out / "reports" / key[0] / f"{key[1]}.json").read_text("utf-8"))
        if (shown["points"], shown["output"]) != (report["points"], None):
            yield f"{key[0]}: the student's report is not that of the gradebook"


if __name__ == "__main__":
    raise SystemExit(main())
