"""What a check found as plain text, for formats that are read somewhere else than in a terminal."""

from __future__ import annotations

from grader.model import CheckResult, Report
from grader.report.checklist import BROKEN
from grader.report.console import Console
from grader.report.details import findings
from grader.report.wording import told

COLUMNS = 96
_CONSOLE = Console(verbose=True, width=COLUMNS)


def title_of(check: CheckResult) -> str:
    """The title on one line, and never empty."""
    return " ".join(check.title.split()).removesuffix(".") or check.id


def explanation(check: CheckResult) -> str:
    """Everything the report tells about a check: the call, expected before got, advice, place.

    The report has been cleaned. Empty where there is nothing to say.
    """
    if check.outcome == "failed":
        lines = list(findings(check, COLUMNS, _CONSOLE))
        return "\n".join(lines) or "This hidden check fails."
    texts = [told(check)]
    if check.outcome == "broken":
        texts.insert(0, BROKEN)
    return "\n".join(text for text in texts if text)


def culprit(report: Report) -> CheckResult | None:
    """The first check that did not pass and says why the report as a whole did not."""
    if report.status == "passed":
        return None
    for outcomes in (("failed", "broken"), ("skipped",)):
        for check in report.checks:
            if check.outcome in outcomes:
                return check
    return None
