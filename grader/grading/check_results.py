"""Results of checks for the report: the run, the call that failed, a known mistake, the place."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from grader.checks.runner import CheckRun, waiting
from grader.course.course import BY_HAND
from grader.grading.diagnosis import Diagnosis
from grader.model import (
    Check,
    CheckResult,
    Exercise,
    Explanation,
    Location,
    RecognisedMistake,
)
from grader.report import wording
from grader.sandbox.exercise_functions import ExerciseFunctions
from grader.sandbox.failures import CheckFailed, MissingFunction, NotWritten
from grader.sandbox.student import Student
from grader.submission.forbidden_names import find_shortcuts

# Following names through a file is not linear; a hundred times an exercise is still quick.
MAX_NODES = 50_000


def settled(
    checks: Sequence[Check], runs: Mapping[str, CheckRun], student: Student
) -> dict[str, CheckRun]:
    """The runs as they look at the end: a function that ever did something else is written.

    What raised NotImplementedError at some calls only has then raised an exception like any other.
    """
    titles = {check.id: check.title for check in checks}
    found: dict[str, CheckRun] = {}
    for check in checks:
        if check.id not in runs:
            continue
        run = runs[check.id]
        failure = run.failure
        unmet = [name for name in check.needs if name in found and found[name].outcome != "passed"]
        if run.reason in ("not_written", "needs") and unmet:
            run = waiting([found[name] for name in unmet], [titles[name] for name in unmet])
        elif isinstance(failure, NotWritten) and failure.function not in student.not_written:
            raised = failure.as_raised()
            run = replace(
                run, outcome="failed", reason="raised", message=raised.message, failure=raised
            )
        found[check.id] = run
    return found


class CheckResults:
    """Turns runs into what the report says of each check."""

    def __init__(
        self,
        student: Student,
        reference: ExerciseFunctions,
        diagnosis: Diagnosis,
        explanations: Sequence[Explanation],
    ) -> None:
        self._submission = student.submission
        self._student = student
        self._reference = reference
        self._diagnosis = diagnosis
        self._explanations = explanations

    def of(self, exercise: Exercise, runs: Mapping[str, CheckRun]) -> list[CheckResult]:
        """The results, in the order of the exercise's list; the runs are settled."""
        results: dict[str, CheckResult] = {}
        for check in exercise.checks:
            if check.id == BY_HAND and exercise.by_hand is not None:
                results[check.id] = self._by_hand(exercise, check, runs)
            else:
                results[check.id] = self._of_run(check, runs[check.id])
        return list(results.values())

    def _of_run(self, check: Check, run: CheckRun) -> CheckResult:
        if run.outcome != "failed":
            return _result(check, run)
        if isinstance(run.failure, MissingFunction):
            return self._missing(check, run, run.failure.function)
        if not run.calls:
            return _result(check, run)
        call = run.calls[-1]
        return _result(
            check,
            run,
            call=call.as_text(self._parameters(call.function)),
            mistake=self._recognised(check),
            location=self._location(check, call.function, run.failure),
        )

    def _missing(self, check: Check, run: CheckRun, function: str) -> CheckResult:
        """The message is that of all checks of the function, unless a cell is to blame."""
        found = self._submission.why_missing(function)
        if found is None:
            return _result(check, run)
        message, location = found
        return _result(check, replace(run, message=message), location=location)

    def _recognised(self, check: Check) -> RecognisedMistake | None:
        """The first known mistake that explains a check."""
        for explanation in self._explanations:
            if explanation.mistakes and check.id in explanation.checks:
                return self._diagnosis.recognised(explanation.mistakes[0])
        return None

    def _location(
        self, check: Check, function: str, failure: CheckFailed | None
    ) -> Location | None:
        """The line where it raised; else that of the first reason for it; else of the function."""
        raised_at = failure.line if failure is not None else None
        if raised_at is None:
            for explanation in self._explanations:
                if check.id in explanation.checks and explanation.location is not None:
                    return explanation.location
        line = raised_at or self._submission.line_of(function)
        return self._submission.locate(line) if line is not None else None

    def _parameters(self, function: str) -> tuple[str, ...]:
        return self._student.parameters_of(function) or self._reference.parameters_of(function)

    def _by_hand(
        self, exercise: Exercise, check: Check, runs: Mapping[str, CheckRun]
    ) -> CheckResult:
        """The search for forbidden names; it has no run of its own."""
        assert exercise.by_hand is not None
        needed = {name: runs[name] for name in check.needs}
        decided = {name: run for name, run in needed.items() if run.reason != "runs_on_submission"}
        if needed and not decided:
            return _result(check, next(iter(needed.values())))
        unmet = {name: run for name, run in decided.items() if run.outcome != "passed"}
        if unmet:
            titles = [other.title for other in exercise.checks if other.id in unmet]
            return _result(check, waiting(list(unmet.values()), titles))
        if sum(1 for _ in ast.walk(self._submission.tree)) > MAX_NODES:
            return _result(check, CheckRun("failed", None, wording.TOO_LONG_FOR_SHORTCUTS))
        found = find_shortcuts(
            self._submission.tree,
            tuple(exercise.functions),
            exercise.by_hand.forbidden,
            own_methods=self._submission.imported_names(),
            siblings=self._submission.imported_trees(),
        )
        if not found:
            return _result(check, CheckRun("passed"))
        first = found[0]
        message = wording.forbidden(first.function, first.name, exercise.by_hand.advice)
        location = self._submission.locate(first.line)
        return _result(check, CheckRun("failed", "forbidden", message), location=location)


def _result(
    check: Check,
    run: CheckRun,
    *,
    call: str | None = None,
    mistake: RecognisedMistake | None = None,
    location: Location | None = None,
) -> CheckResult:
    comparison = run.failure.comparison if run.failure is not None else None
    expected, actual = wording.value_texts(comparison) if comparison else (None, None)
    return CheckResult(
        id=check.id,
        title=check.title or check.id,
        outcome=run.outcome,
        points=check.points if run.outcome == "passed" else 0,
        max_points=check.points,
        visibility=check.visibility,
        reason=run.reason,
        message=run.message,
        call=call,
        expected=expected,
        actual=actual,
        comparison=comparison,
        mistake=mistake,
        location=location,
        needs=check.needs,
        seconds=round(run.seconds, 4),
    )
