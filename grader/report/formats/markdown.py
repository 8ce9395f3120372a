"""Reports as Markdown, for job summaries, releases and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grader.model import CheckResult, RedactedReport
from grader.report.checklist import LABELS
from grader.report.console import Console
from grader.report.delivery import Delivery
from grader.report.layout import one_line
from grader.report.plain_text import explanation, title_of
from grader.report.sanitize import cleaned
from grader.report.wording import as_points, is_withheld

OUTPUT_CHARACTERS = 8_000  # of what was printed: a job summary holds 1 MiB for all its steps
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$@:])")
_BACKTICKS = re.compile(r"`+")


def render_all(reports: Sequence[RedactedReport], _console: Console, _delivery: Delivery) -> str:
    """A section for each report; what a student wrote stands in code blocks only, as it is."""
    return "\n".join("\n".join(_section(cleaned(report))) + "\n" for report in reports)


def _section(report: RedactedReport) -> Iterator[str]:
    heading = f"{report.exercise} {_escaped(report.title)}: {as_points(report)}"
    yield f"## {heading}"
    yield ""
    yield f"{_code(report.submission.path)}: {report.status.replace('_', ' ')}"
    yield ""
    yield "| | check | points |"
    yield "|---|---|---:|"
    for check in report.checks:
        points = f"{check.points}/{check.max_points}"
        yield f"| {LABELS[check.outcome]} | {_escaped(title_of(check))} | {points} |"
    yield from _explanations(report)
    if report.output:
        cut = report.output[-OUTPUT_CHARACTERS:]
        yield ""
        yield "The code printed" + (":" if cut == report.output else ", at its end:")
        yield from _block(cut)


def _explanations(report: RedactedReport) -> Iterator[str]:
    """The findings of each check; a reason that several share is given once."""
    told: set[str] = set()
    for check in report.checks:
        text = explanation(check, report)
        if _is_silent(report, check) or not text or text in told:
            continue
        told.add(text)
        yield ""
        yield f"**{LABELS[check.outcome]}** {_escaped(title_of(check))}"
        yield from _block(text)


def _is_silent(report: RedactedReport, check: CheckResult) -> bool:
    """True if the table says enough: a check waits for another one, or for the submission."""
    waits = check.outcome == "skipped" and bool(check.needs) and report.status != "unloadable"
    return check.outcome == "passed" or waits or is_withheld(check)


def _block(text: str) -> Iterator[str]:
    """A fenced block, its fence longer than any run of backticks that could end it."""
    fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    yield ""
    yield f"{fence}text"
    yield from text.rstrip().split("\n")
    yield fence


def _code(text: str) -> str:
    """A code span of any text on one line."""
    fence = "`" * (1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    return f"{fence} {one_line(text)} {fence}" if "`" in text else f"`{one_line(text)}`"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))
