"""Exercises whose checks are written in the test, and runs about submissions to them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.checks.runner import CheckRun, run_checks
from grader.course.course import Course, load_exercise
from grader.grading.explanations.bank import load_reference
from grader.model import Exercise
from grader.sandbox.launcher import Launcher
from grader.sandbox.student import Student
from grader.submission.submission import read_submission

HEAD = """
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.checks import PLAIN, assert_close, assert_law, probe

"""
TABLE = """
title = "Play"
hints = ["a", "b", "c"]

[functions]
double = "number"
half = "number"

[limits]
call_seconds = 0.4
"""
REFERENCE = """
def double(x):
    return 2 * x


def half(x):
    return x / 2
"""
RIGHT = REFERENCE  # as a submission


@pytest.fixture
def author(tmp_path: Path) -> Callable[..., Exercise]:
    """Write an exercise: its hidden checks, its visible ones, and the list of both."""

    def write(
        hidden: str,
        checks: tuple[str, ...],
        *,
        examples: str = "",
        table: str = "",
        name: str = "exercise01",
        root: Path = tmp_path,
    ) -> Exercise:
        folder = root / "solutions" / name
        folder.mkdir(parents=True, exist_ok=True)
        listed = "".join(f'[[checks]]\nid = "{id_}"\npoints = 1\n' for id_ in checks)
        files = {
            "exercise.toml": TABLE + listed + textwrap.dedent(table),
            "reference.py": REFERENCE,
            "test_hidden.py": HEAD + textwrap.dedent(hidden),
            "test_examples.py": HEAD + textwrap.dedent(examples),
        }
        for file, text in files.items():
            (folder / file).write_text(text, "utf-8")
        return load_exercise(Course(root), name)

    return write


@pytest.fixture
def student_of(
    launcher: Launcher, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Student]]:
    """A student of an exercise, from the text of the submission."""
    opened: list[Student] = []

    def of(exercise: Exercise, source: str = RIGHT) -> Student:
        path = tmp_path_factory.mktemp("submission") / f"{exercise.name}.py"
        path.write_text(textwrap.dedent(source), "utf-8")
        opened.append(Student(exercise, read_submission(path, exercise), launcher))
        return opened[-1]

    yield of
    for student in opened:
        student.close()


@pytest.fixture
def findings_of(student_of: Callable[..., Student]) -> Callable[..., dict[str, CheckRun]]:
    """Run the checks of an exercise against a submission."""

    def of(
        exercise: Exercise,
        source: str = RIGHT,
        *,
        student: Student | None = None,
        seed: int = 0,
        **options: int,
    ) -> dict[str, CheckRun]:
        student = student or student_of(exercise, source)
        reference = load_reference(exercise)
        return run_checks(exercise, student, reference, seed=seed, **options)[0]

    return of
