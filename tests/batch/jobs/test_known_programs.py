"""A program that passed twice is not run again; nothing else is told without being run."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

from grader.batch.intake.entries import Entry, Source
from grader.batch.jobs import known_programs
from grader.batch.jobs.grade_job import grade_job
from grader.batch.jobs.job import prepare_job, provenance_of
from grader.checks import kept
from grader.checks.kept import Kept
from grader.course.course import find_course, load_exercise
from grader.grading import grade as grading
from grader.model import Report, SubmissionFacts
from grader.sandbox.launcher import Launcher
from grader.submission.submission import read_submission


class Class:
    """Students of the toy course, graded one after the other, and how often that took a run."""

    def __init__(self, course: Path, launcher: Launcher) -> None:
        self.runs = 0
        self._course, self._launcher = course, launcher

    def report(
        self,
        text: str | bytes,
        *,
        seed: int = 0,
        suffix: str = ".py",
        beside: bytes = b"",
        **files: str,
    ) -> Report:
        """The report on a new student's file, or on the better where a notebook lies `beside`."""
        folder = self._course / "class" / f"student{len(list(self._course.glob('class/*')))}"
        folder.mkdir(parents=True)
        path = folder / f"exercise01{suffix}"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        for name, content in files.items():
            (folder / f"{name}.py").write_text(content)
        file, others = f"{folder.name}/{path.name}", ()
        if beside:
            other = path.with_suffix(".ipynb")
            other.write_bytes(beside)
            others = (Source(other, f"{folder.name}/{other.name}"),)
        exercise = load_exercise(find_course(self._course), "exercise01")
        job = prepare_job(
            Entry(folder.name, "exercise01", path, file, others=others),
            exercise,
            provenance_of(exercise, seed),
            unsafe=self._launcher.isolation == "process",
        )
        return grade_job(job, self._launcher).report


@pytest.fixture
def students(toy_course: Path, launcher: Launcher, monkeypatch: pytest.MonkeyPatch) -> Class:
    """A class of which nothing is known yet; nothing is run again, unless a test says so."""
    monkeypatch.setattr(kept, "KEPT", Kept())
    monkeypatch.setattr(known_programs, "JUDGED_AGAIN", 10**9)
    students, run = Class(toy_course, launcher), grading.grade

    def counted(*given: Any, **options: Any) -> Report:
        students.runs += 1
        return run(*given, **options)

    monkeypatch.setattr(grading, "grade", counted)
    return students


@pytest.fixture
def met(students: Class, toy: ModuleType) -> Class:
    """A class in which the right answer has been graded twice."""
    students.report(toy.answer("2 * x"))
    students.report(toy.answer("2 * x"))
    assert students.runs == 2
    return students


def plain(report: Report) -> Report:
    checks = tuple(replace(check, seconds=0.0) for check in report.checks)
    return replace(report, submission=SubmissionFacts("", None), seconds=0.0, checks=checks)


def test_program_that_passed_twice_is_told_and_not_run(students: Class, toy: ModuleType) -> None:
    first = students.report(toy.answer("2 * x"))
    students.report(toy.answer("2*x  # twice"))
    third = students.report("# mine\n\n\n" + toy.answer("(2 * x)"))
    assert students.runs == 2
    assert (third.status, third.points) == ("passed", 10)
    assert plain(third) == plain(first)
    assert third.submission.path == "student2/exercise01.py"
    assert third.submission.sha256 not in (None, first.submission.sha256)


@pytest.mark.parametrize("expression", ["x * 2", "2.0 * x", "x + x", "3 * x"])
def test_other_program_is_run(met: Class, toy: ModuleType, expression: str) -> None:
    met.report(toy.answer(expression))
    assert met.runs == 3


@pytest.mark.parametrize(
    "text",
    [
        "def double(x):\n    return x * x\n",
        "def double(x):\n    print(x)\n    return 2 * x\n",
        "def double(x):\n    raise NotImplementedError\n",
        "import os\n\n\ndef double(x):\n    os._exit(0)\n",
    ],
)
def test_what_fails_or_prints_is_run_each_time(students: Class, text: str) -> None:
    for _ in range(4):
        students.report(text)
    assert students.runs == 4


def test_program_too_deep_to_be_named_is_not_known(toy_course: Path, toy: ModuleType) -> None:
    exercise = load_exercise(find_course(toy_course), "exercise01")
    path = toy_course / "exercise01.py"
    path.write_text(toy.answer("2 * x"))
    submission = read_submission(path, exercise)
    deep = replace(submission, tree=ast.parse(f"ZERO = {' + '.join(['0'] * 1500)}"))
    assert known_programs.program_of(submission, exercise, "", "full")
    assert known_programs.program_of(deep, exercise, "", "full") is None


def test_what_was_refused_is_counted_for_each(students: Class) -> None:
    text = "import os\n\n\ndef double(x):\n    try:\n        os.fork()\n"
    text += "    except OSError:\n        pass\n    return 2 * x\n"
    reports = [students.report(text) for _ in range(3)]
    assert {report.points for report in reports} == {10}
    if reports[0].refused_calls is None:
        pytest.skip("nobody counts here what is refused")
    assert students.runs == 3
    assert all(report.refused_calls for report in reports)


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "import helper",
        "from .helper import half",
        "import random",
        "TEXT = open(__file__).read()",
        "torch = __import__('torch')",
    ],
)
def test_program_that_may_end_in_another_way_is_run_each_time(
    students: Class, toy: ModuleType, line: str
) -> None:
    text = f"try:\n    {line}\nexcept Exception:\n    pass\n{toy.answer('2 * x')}"
    for _ in range(3):
        assert students.report(text, helper="half = 0.5").points == 10
    assert students.runs == 3


def test_seed_and_course_belong_to_what_is_known(
    met: Class, toy: ModuleType, toy_course: Path
) -> None:
    met.report(toy.answer("2 * x"), seed=1)
    assert met.runs == 3
    hidden = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    hidden.write_text(hidden.read_text() + "\n")
    met.report(toy.answer("2 * x"))
    assert met.runs == 4


def test_nothing_is_told_where_checks_may_find_something_else(
    students: Class, toy: ModuleType, toy_course: Path
) -> None:
    hidden = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    hidden.write_text("import time\n" + hidden.read_text())
    for _ in range(3):
        students.report(toy.answer("2 * x"))
    assert students.runs == 3


def test_notebook_is_known_by_its_cells(students: Class, as_notebook: Callable[..., bytes]) -> None:
    def report(*sources: str) -> Report:
        return students.report(as_notebook(*sources), suffix=".ipynb")

    for _ in range(3):
        assert report("import torch", "def double(x): return 2 * x").points == 10
    assert students.runs == 2
    report("import torch\ndef double(x): return 2 * x")
    assert students.runs == 3
    for _ in range(3):  # the note names a cell
        assert report("no python", "def double(x): return 2 * x").output
    assert students.runs == 6


def test_program_that_changes_its_mind_is_run_each_time(
    students: Class, toy: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every third hit is run all the same; there it fails."""
    monkeypatch.setattr(known_programs, "JUDGED_AGAIN", 3)
    monkeypatch.setattr(known_programs, "PROGRAMS", known_programs.KnownPrograms())
    run = grading.grade

    def unsteady(*given: Any, **options: Any) -> Report:
        report = run(*given, **options)
        return report if students.runs < 3 else replace(report, status="failed", points=0)

    monkeypatch.setattr(grading, "grade", unsteady)
    points = [students.report(toy.answer("2 * x")).points for _ in range(6)]
    assert points == [10, 10, 10, 10, 0, 0]
    assert students.runs == 4


def test_program_beside_one_that_is_known_is_told_its_own_report(
    met: Class, toy: ModuleType, as_notebook: Callable[..., bytes]
) -> None:
    """Of two files the better counts, and the report on it is not that on the other."""
    wrong = as_notebook(toy.answer("3 * x"))
    for _ in range(3):
        met.report(toy.answer("2 * x"), beside=wrong)
    assert met.report(wrong, suffix=".ipynb").points == 0


def test_second_report_that_differs_is_not_taken_for_the_first(
    students: Class, toy: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = grading.grade

    def unsteady(*given: Any, **options: Any) -> Report:
        report = run(*given, **options)
        return replace(report, title=f"{students.runs}")

    monkeypatch.setattr(grading, "grade", unsteady)
    for _ in range(4):
        students.report(toy.answer("2 * x"))
    assert students.runs == 4
