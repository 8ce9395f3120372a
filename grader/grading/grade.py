"""grade(): the one function that joins reading, running, judging and diagnosing into a report."""

from __future__ import annotations

import ast
import inspect
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy
import torch
from msgspec.structs import replace

from grader.checks.runner import EXAMPLES, RUNS_ON_SUBMISSION, CheckRun, run_checks
from grader.course.course import BY_HAND
from grader.course.hidden_files import unsealed
from grader.errors import UnreadableSubmission
from grader.grading.diagnosis import Diagnosis, load_reference, reseed
from grader.model import (
    Check,
    CheckResult,
    Exercise,
    Location,
    RecognisedMistake,
    Report,
    Status,
    SubmissionFacts,
)
from grader.report.build import as_report, unloadable_results
from grader.sandbox.call import Call
from grader.sandbox.failures import CheckFailed, MissingFunction, NotWritten, StudentStopped
from grader.sandbox.launcher import Launcher
from grader.sandbox.student import ExerciseFunctions, LocalFunctions, Student
from grader.submission.forbidden_names import find_shortcuts
from grader.submission.stub_state import unwritten_functions
from grader.submission.submission import Submission

# Following names through a file is not linear; a hundred times an exercise is still quick.
MAX_NODES = 50_000


@contextmanager
def _own_random_numbers() -> Iterator[None]:
    """Let nothing that a check or a mistake draws depend on what this process did before.

    Nor the other way round: afterwards the global generators are where they were.
    """
    kept = random.getstate(), numpy.random.get_state(), torch.get_rng_state()
    reseed()
    try:
        yield
    finally:
        random.setstate(kept[0])
        numpy.random.set_state(kept[1])
        torch.set_rng_state(kept[2])


@_own_random_numbers()
def grade(
    exercise: Exercise,
    submission: Submission,
    launcher: Launcher,
    *,
    seed: int = 0,
    device: str = "cpu",
    examples: int = EXAMPLES,
    shrink: bool = True,
) -> Report:
    """Grade one submission. There is always a report, whatever the submission does.

    Raises:
        BrokenEnvironment: hidden checks came sealed, and the key does not open them.
    """
    start = time.perf_counter()
    exercise = unsealed(exercise)
    reference = load_reference(exercise)
    student: Student | None = None
    try:
        student = Student(exercise, submission, launcher)
        runs, probes = run_checks(
            exercise, student, reference, seed=seed, device=device, examples=examples, shrink=shrink
        )
        diagnosis = Diagnosis(exercise, student, reference, probes)
        results = _Results(submission, student, reference, diagnosis).of(exercise, runs)
        status, output = _status(student, results), student.output
    except UnreadableSubmission as error:
        told = submission.located(error)
        results = unloadable_results(exercise, submission.path, told)
        status, output = "unloadable", ""
    except StudentStopped as stopped:
        unreadable = UnreadableSubmission(f"{submission.path.name}: {stopped.message}")
        results = unloadable_results(exercise, submission.path, unreadable)
        status, output = "limit" if stopped.limit else "unloadable", ""
    finally:
        if student is not None:
            student.close()
    return as_report(
        exercise,
        SubmissionFacts(str(submission.path), submission.sha256),
        status,
        results,
        isolation=launcher.isolation,
        seed=seed,
        device=device,
        seconds=time.perf_counter() - start,
        output=_with_notes(submission, output),
        official=_is_official(exercise, launcher),
    )


def _is_official(exercise: Exercise, launcher: Launcher) -> bool:
    """Whether this grade was made where students have no say: with the course's key, confined."""
    opened = exercise.unsealed
    return opened is not None and opened.with_course_key and launcher.isolation != "process"


def _with_notes(submission: Submission, output: str) -> str:
    """What was printed, below a line for all that a notebook is graded without."""
    notes = submission.program.notes if submission.program is not None else ()
    return "".join(f"note: {note}\n" for note in notes) + output


def _result(
    check: Check,
    run: CheckRun,
    *,
    call: str | None = None,
    mistake: RecognisedMistake | None = None,
    location: Location | None = None,
) -> CheckResult:
    failure = run.failure
    return CheckResult(
        id=check.id,
        title=check.title or check.id,
        outcome=run.outcome,
        points=check.points if run.outcome == "passed" else 0,
        max_points=check.points,
        visibility=check.visibility,
        message=run.message,
        call=call,
        expected=failure.expected if failure else None,
        actual=failure.actual if failure else None,
        mistake=mistake,
        location=location,
        needs=check.needs,
        seconds=round(run.seconds, 4),
    )


class _Results:
    """Turns runs into what the report says of each check."""

    def __init__(
        self,
        submission: Submission,
        student: Student,
        reference: ExerciseFunctions,
        diagnosis: Diagnosis,
    ) -> None:
        self._submission = submission
        self._student = student
        self._reference = reference
        self._diagnosis = diagnosis

    def of(self, exercise: Exercise, runs: Mapping[str, CheckRun]) -> list[CheckResult]:
        results: dict[str, CheckResult] = {}
        for check in exercise.checks:
            if check.id == BY_HAND and exercise.by_hand is not None:
                results[check.id] = self._by_hand(exercise, check, results)
            else:
                results[check.id] = self._explained(check, runs[check.id])
        return list(results.values())

    def _explained(self, check: Check, run: CheckRun) -> CheckResult:
        if run.outcome != "failed" or isinstance(run.failure, NotWritten):
            return _result(check, run)
        if isinstance(run.failure, MissingFunction):
            return self._missing(check, run)
        if not run.calls:
            return _result(check, run)
        call = run.calls[-1]
        return _result(
            check,
            run,
            call=call.as_text(self._parameters(call.function)),
            mistake=self._recognised(run.failure, call),
            location=self._location(call.function, run.failure),
        )

    def _missing(self, check: Check, run: CheckRun) -> CheckResult:
        """The message is that of all checks of the function, unless a cell is to blame."""
        function = run.calls[-1].function if run.calls else ""
        found = self._submission.why_missing(function)
        if found is None:
            return _result(check, run)
        message, location = found
        return _result(check, replace(run, message=message), location=location)

    def _recognised(self, failure: CheckFailed | None, call: Call) -> RecognisedMistake | None:
        if failure is None:  # the worker was stopped: no diagnosis
            return None
        try:
            return self._diagnosis.recognise(call, failure.aspect)
        except StudentStopped:
            return None

    def _location(self, function: str, failure: CheckFailed | None) -> Location | None:
        raised_at = failure.line if failure is not None else None
        line = raised_at or self._submission.line_of(function)
        return self._submission.locate(line) if line is not None else None

    def _parameters(self, function: str) -> tuple[str, ...]:
        own = self._submission.parameters_of(function)
        if own or not isinstance(self._reference, LocalFunctions):
            return own
        return tuple(inspect.signature(getattr(self._reference.module, function)).parameters)

    def _by_hand(
        self, exercise: Exercise, check: Check, results: Mapping[str, CheckResult]
    ) -> CheckResult:
        assert exercise.by_hand is not None
        needed = [results[need] for need in check.needs]
        decided = [result for result in needed if result.message != RUNS_ON_SUBMISSION]
        if needed and not decided:
            return _result(check, CheckRun("skipped", RUNS_ON_SUBMISSION))
        unmet = [result for result in decided if result.outcome != "passed"]
        if unmet:
            waits = "waits for a check that it needs"
            unwritten = (unmet[0].message or "").endswith("is not written yet")
            return _result(check, CheckRun("skipped", unmet[0].message if unwritten else waits))
        tree = self._submission.tree
        if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
            return _result(
                check, CheckRun("failed", "the file is too long to be read for shortcuts")
            )
        found = find_shortcuts(
            tree,
            tuple(exercise.functions),
            exercise.by_hand.forbidden,
            own_methods=self._submission.imported_names(),
        )
        if not found:
            return _result(check, CheckRun("passed"))
        message = f"{found[0].function} uses {found[0].name}. {exercise.by_hand.advice}"
        location = self._submission.locate(found[0].line)
        return _result(check, CheckRun("failed", message), location=location)


def _status(student: Student, results: Sequence[CheckResult]) -> Status:
    outcomes = {result.outcome for result in results}
    if "broken" in outcomes:
        return "error"
    if student.limit_hit is not None:
        return "limit"
    if _is_unwritten(student):
        return "not_started"
    # A check that runs on submission only is skipped here, and that is nobody's fault.
    asked_for = [result for result in results if result.message != RUNS_ON_SUBMISSION]
    return "passed" if all(result.outcome == "passed" for result in asked_for) else "failed"


def _is_unwritten(student: Student) -> bool:
    """Whether every function says that it is not written, when called or, uncalled, in its text."""
    unwritten = student.not_written | unwritten_functions(student.submission.tree)
    return set(student.exercise.functions) <= unwritten
