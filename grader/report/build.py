"""Making reports: of results, of a file that cannot be loaded, and for eyes that may see less."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

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
    CheckResult,
    Exercise,
    Feedback,
    GraderFacts,
    Isolation,
    Location,
    Outcome,
    Report,
    Status,
    SubmissionFacts,
)

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
) -> Report:
    """The report that these results make."""
    return Report(
        schema=REPORT_SCHEMA,
        grader=GraderFacts(
            version=__version__,
            python=platform.python_version(),
            torch=version("torch").partition("+")[0],
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
    )


def unloadable_results(
    exercise: Exercise, path: Path, error: UnreadableSubmission
) -> list[CheckResult]:
    """Every check skipped, with the one reason."""
    place = None if error.line is None else Location(str(path), error.line, error.cell)
    return _equal_results(exercise, "skipped", f"{error.what} {error.remedy}".strip(), place)


def broken_results(exercise: Exercise, reason: str) -> list[CheckResult]:
    """Every check broken, for the one reason."""
    return _equal_results(exercise, "broken", reason)


def _equal_results(
    exercise: Exercise, outcome: Outcome, message: str, place: Location | None = None
) -> list[CheckResult]:
    return [
        CheckResult(
            id=check.id,
            title=check.title or check.id,
            outcome=outcome,
            points=0,
            max_points=check.points,
            visibility=check.visibility,
            message=message,
            location=place,
            needs=check.needs,
        )
        for check in exercise.checks
    ]


def filtered(report: Report, feedback: Feedback) -> Report:
    """The report as a student may see it.

    `advice` and `outcome` leave out what would give hidden checks away: the seed, their inputs
    and values, the lines where exceptions are raised, how long they took, and everything the
    submission printed, for it sees the inputs. `outcome` leaves out the advice, too.
    """
    if feedback == "full":
        return report
    return replace(
        report,
        grader=replace(report.grader, seed=None),
        seconds=float(round(report.seconds)),
        checks=tuple(_filtered_check(check, feedback) for check in report.checks),
        output=None,
    )


def _filtered_check(check: CheckResult, feedback: Feedback) -> CheckResult:
    advised = check if feedback == "advice" else replace(check, mistake=None)
    if check.visibility == "hidden":
        advised = replace(advised, seconds=0.0)
    speaks_of_values = check.call is not None or check.outcome == "broken"
    if check.visibility == "visible" or not speaks_of_values:
        return advised
    # A message about a call may quote its inputs, even as the text of the student's exception,
    # and a submission may choose by its inputs in which line it raises one.
    stopped = (check.message or "").startswith("stopped")
    message = check.message if stopped else None
    return replace(advised, message=message, call=None, expected=None, actual=None, location=None)
