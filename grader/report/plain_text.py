"""The findings of a check as plain text, for formats that are not read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from grader.model import CheckResult, Explanation, Report
from grader.report.checklist import BROKEN
from grader.report.console import Console
from grader.report.details import findings, place
from grader.report.layout import one_line, wrap
from grader.report.reasons import texts_of
from grader.report.wording import told

COLUMNS = 96
_CONSOLE = Console(verbose=True, width=COLUMNS)


def title_of(check: CheckResult) -> str:
    """The title on one line, and never empty."""
    return " ".join(check.title.split()).removesuffix(".") or check.id


def explanation(check: CheckResult, report: Report) -> str:
    """Everything the report tells about a check: reasons, call, expected before got, place.

    The report has been cleaned. Empty where there is nothing to say.
    """
    if check.outcome == "failed":
        reasons = [reason for reason in report.explanations if check.id in reason.checks]
        lines = [line for reason in reasons for line in _lines_of(reason)]
        lines += findings(check, COLUMNS, _CONSOLE, with_advice=not reasons)
        return "\n".join(lines) or "This hidden check fails."
    texts = [told(check)]
    if check.outcome == "broken":
        texts.insert(0, BROKEN)
    return "\n".join(text for text in texts if text)


def _lines_of(reason: Explanation) -> Iterator[str]:
    for text in texts_of(reason):
        yield from wrap(one_line(text), COLUMNS)
    if reason.location:
        yield place(reason.location)


def culprit(report: Report) -> CheckResult | None:
    """The first check that did not pass and says why the report as a whole did not."""
    if report.status == "passed":
        return None
    for outcomes in (("failed", "broken"), ("skipped",)):
        for check in report.checks:
            if check.outcome in outcomes:
                return check
    return None
