"""grade(): the one function that joins reading, running, judging and diagnosing into a report."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from grader.checks.runner import EXAMPLES, run_checks
from grader.errors import UnreadableSubmission
from grader.grading.check_results import CheckResults, settled
from grader.grading.diagnosis import Diagnosis
from grader.grading.explanations.bank import load_reference, own_random_numbers
from grader.model import CheckResult, Exercise, Explanation, Report, Status, SubmissionFacts
from grader.report import wording
from grader.report.build import as_report, unloadable_results
from grader.sandbox.failures import StudentStopped
from grader.sandbox.launcher import Launcher
from grader.sandbox.student import Student
from grader.submission.stub_state import unwritten_functions
from grader.submission.submission import Submission


class _Judged(NamedTuple):
    """What the checks found of a submission, and why."""

    status: Status
    results: Sequence[CheckResult]
    output: str = ""
    explanations: tuple[Explanation, ...] = ()


@own_random_numbers()
def grade(
    exercise: Exercise,
    submission: Submission,
    launcher: Launcher,
    *,
    seed: int = 0,
    device: str = "cpu",
    examples: int = EXAMPLES,
    shrink: bool = True,
    lines: bool = True,
) -> Report:
    """Grade one submission. There is always a report, whatever the submission does.

    `lines`: also search the lines where wrong values come from, for at most half a second.

    Where hidden files of the exercise came sealed, they have been opened (`unsealed`).
    """
    start = time.perf_counter()
    options = {"seed": seed, "device": device, "examples": examples, "shrink": shrink}
    judged = _judged(exercise, submission, launcher, options, lines=lines)
    return as_report(
        exercise,
        SubmissionFacts(str(submission.path), submission.sha256),
        judged.status,
        judged.results,
        isolation=launcher.isolation,
        seed=seed,
        device=device,
        seconds=time.perf_counter() - start,
        output=_with_notes(submission, judged.output),
        explanations=judged.explanations,
        official=_is_official(exercise, launcher),
    )


def _judged(
    exercise: Exercise,
    submission: Submission,
    launcher: Launcher,
    options: Mapping[str, Any],
    *,
    lines: bool,
) -> _Judged:
    """Run the checks, with `options` of `run_checks`, and explain what fails."""
    reference = load_reference(exercise)
    student: Student | None = None
    try:
        student = Student(exercise, submission, launcher)
        runs, probes = run_checks(exercise, student, reference, **options)
        runs = settled(exercise.checks, runs, student)
        diagnosis = Diagnosis(exercise, student, reference, probes, lines=lines)
        explanations = diagnosis.explain(runs)
        results = CheckResults(student, reference, diagnosis, explanations).of(exercise, runs)
        return _Judged(_status(student, results), results, student.output, explanations)
    except UnreadableSubmission as error:
        told = submission.located(error)
        return _Judged("unloadable", unloadable_results(exercise, submission.path, told))
    except StudentStopped as stopped:
        unreadable = UnreadableSubmission(f"{submission.path.name}: {stopped.message}")
        results = unloadable_results(exercise, submission.path, unreadable, stopped.reason)
        return _Judged("limit" if stopped.limit else "unloadable", results)
    finally:
        if student is not None:
            student.close()


def _is_official(exercise: Exercise, launcher: Launcher) -> bool:
    """True if this grade was made where students have no say: with the course's key, confined."""
    opened = exercise.unsealed
    return opened is not None and opened.with_course_key and launcher.isolation != "process"


def _with_notes(submission: Submission, output: str) -> str:
    """The printed text, below a line for all that a notebook is graded without."""
    notes = submission.program.notes if submission.program is not None else ()
    return "".join(f"note: {note}\n" for note in notes) + output


def _status(student: Student, results: Sequence[CheckResult]) -> Status:
    outcomes = {result.outcome for result in results}
    if "broken" in outcomes:
        return "error"
    if student.limit_hit:
        return "limit"
    if _is_unwritten(student):
        return "not_started"
    # A check that runs on submission only is skipped here, and that is nobody's fault.
    asked_for = [result for result in results if not wording.is_withheld(result)]
    return "passed" if all(result.outcome == "passed" for result in asked_for) else "failed"


def _is_unwritten(student: Student) -> bool:
    """True if every function says that it is not written, when called or, uncalled, in its text."""
    unwritten = student.not_written | unwritten_functions(student.submission.tree)
    return set(student.exercise.functions) <= unwritten
