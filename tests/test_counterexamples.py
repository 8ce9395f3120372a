"""A known mistake is shown on numbers that a student can follow by hand.

One mistake of each exercise is graded; MISTAKES=all in the environment grades every one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from grader.checks.runner import run_checks
from grader.course.course import find_course, load_exercise
from grader.grading.explanations.bank import load_reference, mistake_paths
from grader.sandbox.student import Student
from grader.submission.submission import read_submission

COURSE = find_course(Path(__file__).parent)
EXERCISES = [load_exercise(COURSE, name) for name in COURSE.exercise_names()]
MOST_NUMBERS = 16  # in a tensor: 4 by 4
# Rounded values of a histogram fall on its edges, where right implementations differ.
UNROUNDED = ("density_histogram",)


def mistakes() -> Iterator[pytest.ParameterSet]:
    """(exercise, path of the mistake)."""
    for exercise in EXERCISES:
        paths = mistake_paths(exercise)
        for path in paths if os.environ.get("MISTAKES") == "all" else paths[:1]:
            yield pytest.param(exercise, path, id=f"{exercise.name}/{path.stem}")


def is_readable(tensor: torch.Tensor) -> bool:
    """Whether it has few numbers, of one decimal, or of two where that makes a root come out."""
    return tensor.numel() <= MOST_NUMBERS and torch.equal(tensor, (tensor * 100).round() / 100)


@pytest.mark.parametrize(("exercise", "path"), [*mistakes()])
def test_smallest_counterexample_is_readable(exercise, path, launcher, tmp_path):
    file = tmp_path / f"{exercise.name}.py"
    file.write_text((exercise.authored / "reference.py").read_text() + "\n\n" + path.read_text())
    student = Student(exercise, read_submission(file, exercise), launcher)
    findings, _ = run_checks(exercise, student, load_reference(exercise), seed=0)
    student.close()
    failed = [finding for finding in findings.values() if finding.outcome == "failed"]
    calls = [finding.calls[-1] for finding in failed if finding.calls]
    # Of a random draw there is nothing small to show, and of a shortcut no call at all.
    plain = [call for call in calls if not call.generators and call.function not in UNROUNDED]
    given = [
        item for call in plain[:1] for item in call.arguments if isinstance(item, torch.Tensor)
    ]
    assert [item for item in given if not is_readable(item)] == []
