"""A known mistake is shown on numbers that a student can follow by hand.

One mistake of each exercise is graded; MISTAKES=all in the environment grades every one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from grader.checks.running import run_checks
from grader.course import find_course, load_exercise
from grader.diagnose import load_reference, mistake_paths
from grader.sandbox.launcher import Launcher
from grader.sandbox.student import Student
from grader.submission import read_submission

COURSE = find_course(Path(__file__).parent)
EXERCISES = [load_exercise(COURSE, name) for name in COURSE.exercise_names()]
MOST_ROWS = 4
# Rounded values of a histogram fall on its edges, where right implementations differ.
UNROUNDED = ("density_histogram",)


def mistakes() -> Iterator[pytest.ParameterSet]:
    """(exercise, path of the mistake)."""
    for exercise in EXERCISES:
        paths = mistake_paths(exercise)
        for path in paths if os.environ.get("MISTAKES") == "all" else paths[:1]:
            yield pytest.param(exercise, path, id=f"{exercise.name}/{path.stem}")


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    shared = Launcher()
    yield shared
    shared.close()


def tensors_of(value: object) -> Iterator[torch.Tensor]:
    """The tensors in an argument, also those in a cache."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from tensors_of(item)


def is_readable(tensor: torch.Tensor) -> bool:
    return max(tensor.shape, default=1) <= MOST_ROWS


def is_rounded(tensor: torch.Tensor) -> bool:
    """Whether its numbers have one decimal, or so few digits that it makes no difference."""
    return torch.equal(tensor, (tensor * 10).round() / 10)


@pytest.mark.parametrize(("exercise", "path"), [*mistakes()])
def test_smallest_counterexample_is_readable(exercise, path, launcher, tmp_path):
    file = tmp_path / f"{exercise.name}.py"
    file.write_text((exercise.authored / "reference.py").read_text() + "\n\n" + path.read_text())
    student = Student(exercise, read_submission(file, exercise), launcher)
    findings, _ = run_checks(exercise, student, load_reference(exercise), seed=0)
    student.close()
    failed = [finding for finding in findings.values() if finding.outcome == "failed"]
    calls = [finding.calls[-1] for finding in failed if finding.calls]
    assert calls
    # Of a random draw there is nothing small to show.
    plain = [call for call in calls if not call.generators and call.function not in UNROUNDED]
    if plain:
        shown = [item for argument in plain[0].arguments for item in tensors_of(argument)]
        assert [tuple(item.shape) for item in shown if not is_readable(item)] == []
        given = [item for item in plain[0].arguments if isinstance(item, torch.Tensor)]
        assert [item for item in given if not is_rounded(item)] == []
