"""Reports for the log of a GitHub Actions step: readable, and with annotations in the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from grader.model import CheckResult, RedactedReport
from grader.report.console import Console
from grader.report.delivery import Delivery
from grader.report.formats import human
from grader.report.formats.json_lines import render as as_line
from grader.report.plain_text import culprit, explanation, title_of
from grader.report.sanitize import cleaned

MAX_ANNOTATIONS = 10  # what GitHub shows of one kind in one step
COLUMNS = 100


def render_all(reports: Sequence[RedactedReport], _console: Console, _delivery: Delivery) -> str:
    """The reports for people, then a workflow command for the first failing check of each.

    What a submission printed may look like a workflow command. The runner obeys none between the
    first line and the one that repeats its token, which no submission can foresee: it depends on
    the whole of the reports, how long the checks took among it.
    """
    console = Console(width=COLUMNS)
    token = hashlib.sha256("".join(as_line(report, console) for report in reports).encode())
    guarded = "\n".join(human.render(report, console) for report in reports)
    commands = [command for report in reports for command in _annotations(cleaned(report))]
    lines = [
        f"::stop-commands::{token.hexdigest()}",
        guarded.rstrip("\n"),
        f"::{token.hexdigest()}::",
        *commands[:MAX_ANNOTATIONS],
    ]
    return "\n".join(lines) + "\n"


def _annotations(report: RedactedReport) -> Iterator[str]:
    check = culprit(report)
    if report.status == "not_started":
        yield _command("notice", report, None, f"{report.exercise} is not written yet.")
    elif check is not None:
        yield _command("error", report, check, explanation(check, report) or title_of(check))


def _command(kind: str, report: RedactedReport, check: CheckResult | None, message: str) -> str:
    place = check.location if check else None
    title = f"{report.exercise}: {title_of(check) if check else report.title}"
    properties = {"file": place.file if place else report.submission.path}
    if place and place.cell is None:  # the lines of a notebook's file are not those of its cells
        properties["line"] = str(place.line)
    properties["title"] = title
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
