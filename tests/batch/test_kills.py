"""A batch that is killed at any moment loses nothing that was finished, and counts nothing twice.

BATCH_KILLS=100 in the environment kills a hundred times; benchmarks/kills.py does so with real
grading.
"""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from grader.batch.results.gradebook import Gradebook

KILLS = int(os.environ.get("BATCH_KILLS", "10"))
STUDENTS = 60
QUICK = Path(__file__).with_name("quick_batch.py")
NAMES = (
    "ünï",
    "two words",
    "-rf",
    "=1+1",
    "@home",
    "+x",
    "new\nline",
    "\x1b[2J",
    "a" * 200,
    "日本",
)


@pytest.fixture
def handed_in(toy_course: Path) -> dict[str, int]:
    """The points of each student."""
    points = {}
    for number in range(STUDENTS):
        student = NAMES[number] if number < len(NAMES) else f"student{number:02}"
        folder = toy_course / "class" / student
        folder.mkdir(parents=True)
        (folder / "exercise01.py").write_text(str(number % 11))
        points[student] = number % 11
    return points


def start(
    course: Path, environment: dict[str, str], *words: str, errors: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(QUICK), "class", "--out", "out", "--jobs", "3", *words],
        cwd=course,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        start_new_session=True,
    )


def finished(out: Path) -> dict[str, int]:
    """The points that the gradebook holds, checked against all that a batch writes."""
    if not (out / "gradebook.sqlite3").is_file():
        return {}
    try:
        with closing(sqlite3.connect(out / "gradebook.sqlite3")) as book:
            assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows = book.execute("SELECT student, points, report FROM report").fetchall()
    except sqlite3.OperationalError:  # killed before the table was made
        return {}
    points = {student: points for student, points, _ in rows}
    assert len(points) == len(rows)  # nobody is graded twice
    for student, number, report in rows:
        assert json.loads(report)["points"] == number
        shown = out / "reports" / student / "exercise01.json"
        assert json.loads(shown.read_text("utf-8"))["points"] == number
    return points


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_batch_loses_nothing_and_counts_nothing_twice_when_it_is_killed(
    toy_course: Path, handed_in: dict[str, int], environment: dict[str, str]
) -> None:
    draw, out = random.Random(1), toy_course / "out"
    started = time.monotonic()
    assert start(toy_course, environment).wait(300) == 0
    whole_run = time.monotonic() - started
    interrupted = tries = 0
    # On a machine with other work the first run may be slow, and later ones end before their kill.
    while tries < KILLS or (interrupted < KILLS // 2 and tries < 3 * KILLS):
        tries += 1
        if finished(out) == handed_in:
            subprocess.run(["rm", "-r", out], check=True)
        process = start(toy_course, environment, "--resume")
        before, seconds = finished(out), draw.uniform(0.2, 1.1) * whole_run
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        interrupted += process.wait(120) == -signal.SIGKILL
        after = finished(out)
        assert before.items() <= after.items() <= handed_in.items()

    assert interrupted >= KILLS // 2
    last = start(toy_course, environment, "--resume")
    assert last.wait(300) == 0
    assert finished(out) == handed_in
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == STUDENTS + 1
    with closing(Gradebook(out / "gradebook.sqlite3")) as book:
        assert len(book.newest()) == STUDENTS
    shown = {path.name for path in (out / "reports").glob("*/*")}
    assert shown == {"exercise01.json", "exercise01.html"}


def test_second_batch_on_the_same_folder_is_refused(
    toy_course: Path, handed_in: dict[str, int], environment: dict[str, str]
) -> None:
    from grader.batch.results.lock import lock_folder

    out = toy_course / "out"
    out.mkdir()
    with lock_folder(out):
        with start(toy_course, environment, errors=subprocess.PIPE) as process:
            _, errors = process.communicate(timeout=300)
        assert process.returncode == 5
        told = f"Another batch is writing to out (process {os.getpid()}).\nWait until it has ended"
        assert told.encode() in errors
        assert not (out / "gradebook.sqlite3").exists()

    assert start(toy_course, environment).wait(300) == 0
    assert finished(out) == handed_in
