"""A play exercise with a function of every kind, and students of it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.model import Exercise, Limits
from grader.sandbox.launcher import Launcher
from grader.sandbox.student import Student
from grader.submission.submission import read_submission

FUNCTIONS = {
    "f": "tensor",
    "g": "number",
    "names": "names",
    "pair": ("out", "mean"),
    "table": {"mean": "number", "std": "number"},
}


def play_exercise(folder: Path, **limits: float) -> Exercise:
    return Exercise(
        name="exercise01",
        title="Play",
        functions=FUNCTIONS,
        checks=(),
        hints=(),
        limits=Limits(**limits),
        by_hand=None,
        authored=None,
        released=folder,
    )


@pytest.fixture(scope="session")
def open_launcher() -> Iterator[Launcher]:
    """Workers that are not confined: what they do to the system is possible."""
    launcher = Launcher("process")
    yield launcher
    launcher.close()


@pytest.fixture(scope="session")
def make_student(launcher: Launcher) -> Callable[..., Student]:
    """Make a student of a source text, to be closed by the caller."""

    def make(source: str, folder: Path, launcher: Launcher = launcher, **limits: float) -> Student:
        path = folder / "draft.py"
        path.write_text(textwrap.dedent(source).lstrip("\n"), "utf-8")
        exercise = play_exercise(folder, **limits)
        return Student(exercise, read_submission(path, exercise), launcher)

    return make


@pytest.fixture
def open_student(
    make_student: Callable[..., Student], tmp_path: Path
) -> Iterator[Callable[..., Student]]:
    """Make students that are closed after the test."""
    opened: list[Student] = []

    def open_one(source: str, **given: Any) -> Student:
        opened.append(make_student(source, tmp_path, **given))
        return opened[-1]

    yield open_one
    for student in opened:
        student.close()
