"""Makes reports: of results, of a file that cannot be loaded, and of one that was kept as JSON."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec.structs import replace

from grader import __version__
from grader.errors import (
    EXIT_FAILED,
    EXIT_FAULT,
    EXIT_LIMIT,
    EXIT_PASSED,
    EXIT_UNLOADABLE,
    UnreadableSubmission,
)
from grader.model import (
    REPORT_SCHEMA,
    Check,
    CheckResult,
    Exercise,
    Explanation,
    GraderFacts,
    Isolation,
    Location,
    Outcome,
    Reason,
    Report,
    Status,
    SubmissionFacts,
)
from grader.report import wording

SCHEMA_1 = "unsaturated/report/1"
EXIT_CODES: Mapping[Status, int] = {
    "passed": EXIT_PASSED,
    "failed": EXIT_FAILED,
    "not_started": EXIT_FAILED,
    "unloadable": EXIT_UNLOADABLE,
    "limit": EXIT_LIMIT,
    "error": EXIT_FAULT,
}


def as_report(
    exercise: Exercise,
    submission: SubmissionFacts,
    status: Status,
    results: Sequence[CheckResult],
    *,
    isolation: Isolation,
    seed: int,
    device: str = "cpu",
    seconds: float = 0.0,
    output: str = "",
    official: bool = False,
    explanations: Sequence[Explanation] = (),
) -> Report:
    """The report that these results make."""
    return Report(
        schema=REPORT_SCHEMA,
        grader=GraderFacts(
            version=__version__,
            python=platform.python_version(),
            torch=_torch_version(),
            seed=seed,
            device=device,
            isolation=isolation,
            official=official,
        ),
        exercise=exercise.name,
        title=exercise.title,
        submission=submission,
        status=status,
        points=sum(result.points for result in results),
        max_points=exercise.max_points,
        seconds=round(seconds, 3),
        checks=tuple(results),
        output=output,
        explanations=tuple(explanations),
    )


def unloadable_results(
    exercise: Exercise, path: Path, error: UnreadableSubmission, reason: Reason | None = None
) -> list[CheckResult]:
    """Every check skipped, with the one reason."""
    place = None if error.line is None else Location(str(path), error.line, error.cell)
    message = wording.cannot_load(error.what, error.excerpt, error.remedy)
    return [
        replace(_undecided(check, "skipped"), reason=reason, message=message, location=place)
        for check in exercise.checks
    ]


def unreadable_report(
    exercise: Exercise,
    submission: SubmissionFacts,
    error: UnreadableSubmission,
    *,
    seed: int,
    isolation: Isolation = "process",
) -> Report:
    """The report on a file that was not run, since it cannot be read."""
    results = unloadable_results(exercise, Path(submission.path), error)
    return as_report(exercise, submission, "unloadable", results, isolation=isolation, seed=seed)


def broken_results(exercise: Exercise, why: str) -> list[CheckResult]:
    """Every check broken, and why."""
    return [replace(_undecided(check, "broken"), message=why) for check in exercise.checks]


def _undecided(check: Check, outcome: Outcome) -> CheckResult:
    return CheckResult(
        id=check.id,
        title=check.title or check.id,
        outcome=outcome,
        points=0,
        max_points=check.points,
        visibility=check.visibility,
        needs=check.needs,
    )


def read_report(content: bytes | str) -> Report:
    """A full report from its JSON, as a gradebook keeps it; one of schema 1 as far as it goes.

    Raises:
        msgspec.DecodeError: it is no report.
    """
    report = msgspec.json.decode(content, type=Report)
    if report.schema != SCHEMA_1:
        return report
    return replace(
        report,
        schema=REPORT_SCHEMA,
        checks=tuple(replace(check, reason=_reason_of_schema_1(check)) for check in report.checks),
    )


def _reason_of_schema_1(check: CheckResult) -> Reason | None:
    """The reason of a check in schema 1, where it stood in the message alone."""
    return "runs_on_submission" if check.message == "runs on submission" else None


@cache  # reading what is installed takes longer than a check
def _torch_version() -> str:
    return version("torch").partition("+")[0]
