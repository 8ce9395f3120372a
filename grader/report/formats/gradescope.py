"""Reports as the results.json of a Gradescope autograder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from grader.model import CheckResult, RedactedReport
from grader.report.console import Console
from grader.report.delivery import Delivery
from grader.report.formats.json import as_json
from grader.report.plain_text import culprit, explanation, title_of
from grader.report.sanitize import cleaned

# A hidden check is seen when grades are published; until then Gradescope hides the total, too.
VISIBILITY = {"visible": "visible", "hidden": "after_published"}


def render_all(reports: Sequence[RedactedReport], _console: Console, delivery: Delivery) -> str:
    """One results.json with a test for each check, its name after that of the exercise.

    The text at the top is seen at once, so it tells nothing of what hidden checks found.

    Raises:
        ValueError: a number is not finite.
    """
    reports = [cleaned(report) for report in reports]
    document: dict[str, Any] = {
        "output": "\n\n".join(text for report in reports for text in _remarks(report)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "execution_time": round(sum(report.seconds for report in reports), 3),
        "tests": [test for report in reports for test in _tests(report)],
        "extra_data": {
            "submitted_at": delivery.submitted_at,
            "reports": [_facts(report) for report in reports],
        },
    }
    return as_json(document, indent=2)


def _remarks(report: RedactedReport) -> Iterator[str]:
    """The reason why a submission as a whole did not run, where that is so."""
    check = culprit(report)
    if report.status == "not_started":
        yield f"{report.exercise} is not written yet, or not among the files handed in."
    elif report.status == "unloadable" and check is not None:
        yield f"{report.exercise} cannot be loaded. {check.message}"
    elif report.status == "limit":
        yield f"{report.exercise} hits a limit of time or memory."
    elif report.status == "error":
        yield f"{report.exercise}: the grader is at fault; some points are undecided."


def _tests(report: RedactedReport) -> Iterator[dict[str, Any]]:
    number = int(report.exercise.removeprefix("exercise"))
    for position, check in enumerate(report.checks, start=1):
        yield {
            "name": f"{report.exercise}: {title_of(check)}",
            "number": f"{number}.{position}",
            "score": check.points,
            "max_score": check.max_points,
            "status": "passed" if check.outcome == "passed" else "failed",
            "output": _output(check, report),
            "visibility": VISIBILITY[check.visibility],
            "tags": [report.exercise],
        }


def _output(check: CheckResult, report: RedactedReport) -> str:
    text = explanation(check, report)
    return f"This check is skipped: {text}" if check.outcome == "skipped" else text


def _facts(report: RedactedReport) -> dict[str, Any]:
    return {
        "exercise": report.exercise,
        "status": report.status,
        "sha256": report.submission.sha256,
        "grader": report.grader.version,
        "isolation": report.grader.isolation,
        "official": report.grader.official,
    }
