"""The system calls that a submission was refused are told to the instructor, and to nobody else."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from msgspec.structs import replace

from grader.batch.results.class_page import CLASS_PAGE, PAGES
from grader.batch.results.gradebook import Gradebook
from grader.course.course import Course, load_exercise
from grader.grading.grade import grade
from grader.model import Feedback, SubmissionFacts
from grader.report.build import as_report, broken_results
from grader.report.feedback import for_instructor, redact
from grader.report.formats import FORMATS, render
from grader.submission.submission import read_submission

ATTACK = """
import ctypes, socket

libc = ctypes.CDLL(None)
for _ in range(3):
    libc.syscall(101, 16, 1, 0, 0)
try:
    socket.socket()
except OSError:
    pass


def double(x):
    return 2 * x
"""
TRIED = {"ptrace": 3, "socket": 1}
WORDS = "tried: ptrace 3, socket 1"


@pytest.fixture
def confined(launcher):
    launcher.wait_until_ready()
    if launcher.isolation == "process":
        pytest.skip("nothing is refused here: nothing confines a worker")
    return launcher


@pytest.fixture
def graded(confined, toy_course, toy, run_here, as_notebook):  # noqa: ARG001
    """`graded("advice")`: a class of attacks and an honest answer, graded and reported."""
    right = toy.answer("2 * x").encode()
    files = {"eve": {"py": ATTACK.encode()}, "ada": {"py": right}}
    # The attack is in the file that counts less.
    files["mal"] = {"py": right, "ipynb": as_notebook(ATTACK.replace("2 * x", "3 * x"))}
    for student, own in files.items():
        folder = toy_course / "class" / student
        folder.mkdir(parents=True)
        for suffix, content in own.items():
            (folder / f"exercise01.{suffix}").write_bytes(content)

    def grade(level):
        done = run_here("batch", "class", "--out", "out", "--feedback", level)
        assert done.returncode == 0, done.stderr
        assert run_here("report", "out").returncode == 0
        return toy_course / "out", done.stdout + done.stderr

    return grade


def texts_in(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


@pytest.mark.parametrize("level", ["full", "advice"])
def test_batch_tells_the_instructor_and_no_student(graded, level):
    folder, told = graded(level)
    with closing(Gradebook(folder / "gradebook.sqlite3")) as book:
        reports = {name: book.report(name, "exercise01") for name in ("eve", "mal", "ada")}
    calls = {name: report.refused_calls for name, report in reports.items()}
    assert calls == {"eve": TRIED, "mal": TRIED, "ada": {}}
    assert {report.points for report in reports.values()} == {10}
    named = "; ".join(f"{name}  exercise01 ({WORDS})" for name in ("mal", "eve"))
    assert f"Refused system calls: {named}\n" in told
    assert (folder / CLASS_PAGE).read_text("utf-8").count(WORDS) == 2
    assert WORDS in (folder / PAGES / "eve" / "exercise01.html").read_text("utf-8")
    assert "tried" not in (folder / PAGES / "ada" / "exercise01.html").read_text("utf-8")
    shown = texts_in(folder / "reports")
    assert set(shown) == {
        f"{name}/exercise01.{suffix}" for name in reports for suffix in ("json", "html")
    }
    shown["grades.csv"] = (folder / "grades.csv").read_text("utf-8")
    for text in shown.values():
        assert not [word for word in ("tried:", "ptrace", "refused") if word in text]


def test_resumed_batch_keeps_it_to_itself(graded, run_here):
    folder, _ = graded("advice")
    again = run_here("batch", "class", "--out", "out", "--resume", "--feedback", "full")
    assert again.returncode == 0, again.stderr
    assert "refused" not in (folder / "reports" / "eve" / "exercise01.json").read_text("utf-8")
    assert WORDS in again.stdout + again.stderr


def test_grading_outside_of_a_class_tells_nothing(toy_course, launcher):
    """At home, in a notebook and on a platform the report does not even hold it."""
    path = toy_course / "exercise01.py"
    path.write_text(ATTACK)
    exercise = load_exercise(Course(toy_course), "1")
    report = grade(exercise, read_submission(path, exercise), launcher, examples=2)
    assert report.points == 10
    assert report.refused_calls is msgspec.UNSET


@pytest.mark.parametrize("level", get_args(Feedback))
@pytest.mark.parametrize("format", FORMATS)
def test_report_for_a_student_tells_nothing(toy_course, level, format):
    exercise = load_exercise(Course(toy_course), "1")
    facts = SubmissionFacts("exercise01.py", None)
    results = broken_results(exercise, "a fault")
    report = as_report(exercise, facts, "error", results, isolation="full", seed=0)
    whole = render(for_instructor(replace(report, refused_calls=TRIED)), "json")
    assert json.loads(whole)["refused_calls"] == TRIED
    shown = render(redact(replace(report, refused_calls=TRIED), level), format, verbose=True)
    assert not [word for word in ("tried:", "ptrace", "refused") if word in shown]
