"""The visible checks, run on the reference, to write down what they expect."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace

from grader.checks.runner import run_checks
from grader.course.course import BY_HAND
from grader.errors import MalformedExercise
from grader.grading.explanations.bank import load_reference
from grader.grading.recorded_reference import Recorder
from grader.model import Exercise
from grader.sandbox.call import Call
from grader.sandbox.exercise_functions import LocalFunctions
from grader.sandbox.student import Student


class _Rehearsed(LocalFunctions):
    """The reference in the part of the student, in this process."""

    calls: tuple[Call, ...] = ()

    def begin_example(self) -> None:
        """Nothing is remembered between examples."""


def expected_values(exercise: Exercise) -> str:
    """The reference's values for the visible checks of an authored exercise, as a file.

    Raises:
        MalformedExercise: it does not pass them.
    """
    reference = load_reference(exercise)
    assert isinstance(reference, LocalFunctions), "an authored exercise has its reference"
    visible = tuple(
        replace(check, needs=())
        for check in exercise.checks
        if check.visibility == "visible" and check.id != BY_HAND
    )
    recorder = Recorder(reference)
    student = cast("Student", _Rehearsed(exercise, reference.module))
    findings, _ = run_checks(replace(exercise, checks=visible), student, recorder, seed=0)
    for name, finding in findings.items():
        if finding.outcome != "passed":
            raise MalformedExercise(
                f"The reference of {exercise.name} does not pass {name}: {finding.message}.",
                f"Run: grade verify {exercise.name}",
            )
    return recorder.as_text()
