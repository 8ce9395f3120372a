"""Reports as the result.json that Classroom 50 collects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.model import CheckResult, RedactedReport
from grader.report.console import Console
from grader.report.delivery import Delivery
from grader.report.formats.json import as_json
from grader.report.plain_text import explanation, title_of
from grader.report.sanitize import cleaned

SCHEMA = "classroom50/result/v1"


def render_all(reports: Sequence[RedactedReport], _console: Console, delivery: Delivery) -> str:
    """One result with a test for each check of every report; scores are whole numbers.

    It says nothing of when it was graded, so that grading again changes nothing by itself.

    Raises:
        ValueError: a number is not finite.
    """
    reports = [cleaned(report) for report in reports]
    document = {
        "schema": SCHEMA,
        "classroom": delivery.classroom,
        "assignment": delivery.assignment,
        "assignment_type": delivery.assignment_type,
        "owner": delivery.owner,
        "submission": delivery.submission,
        "commit": delivery.commit,
        "release": delivery.release,
        "review": delivery.review,
        "datetime": delivery.submitted_at,
        "score": sum(report.points for report in reports),
        "max-score": sum(report.max_points for report in reports),
        "tests": [_test(report, check) for report in reports for check in report.checks],
    }
    return as_json(document, indent=2)


def _test(report: RedactedReport, check: CheckResult) -> dict[str, Any]:
    return {
        "test-name": f"{report.exercise}: {title_of(check)}",
        "passed": check.outcome == "passed",
        "score": check.points,
        "max-score": check.max_points,
        "outcome": check.outcome,
        "output": explanation(check, report),
    }
