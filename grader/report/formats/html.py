"""A report as a page: one self-contained file, with pictures where looking beats reading.

The report alone makes a page. What it does not hold, the text of the submission and the figure of
the exercise, is shown where an `Exhibit` brings it. All text is escaped by the templates, and
nothing is loaded from anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import jinja2
from msgspec import Struct

from grader.model import CheckResult, Explanation, Location, RedactedReport
from grader.report.details import place
from grader.report.ending import Ending
from grader.report.formats.excerpt import Line, excerpt
from grader.report.formats.human import next_commands
from grader.report.formats.matrices import Matrix, matrices
from grader.report.layout import wrap_call
from grader.report.reasons import (
    explanations_of,
    failed_through,
    number_of,
    texts_of,
    together,
)
from grader.report.sanitize import cleaned
from grader.report.wording import as_points, explains, is_withheld, told, tried

if TYPE_CHECKING:
    from grader.report.console import Console
    from grader.report.delivery import Delivery

CALL_COLUMNS = 88
WORDS = {"passed": "passed", "failed": "failed", "skipped": "skipped", "broken": "undecided"}
ORDER = ("failed", "broken", "skipped")
STATUSES = {
    "passed": "All checks pass",
    "failed": "Some checks fail",
    "not_started": "Not written yet",
    "unloadable": "The file cannot be loaded",
    "limit": "A limit was hit",
    "error": "A fault of the grader",
}


class Effect(Struct, frozen=True):
    """The figure of an exercise, drawn with the student's functions and with the reference's."""

    image: str  # a data: address
    caption: str
    alt: str
    dark: str = ""  # the same for a dark page


class Exhibit(Struct, frozen=True):
    """The content of a page besides the report.

    Attributes:
        sources: the submission's text by cell; a file has none.
        has_explore: whether `grade explore` moves the figure.
    """

    sources: Mapping[int | None, str] = {}
    effect: Effect | None = None
    ending: Ending = Ending()
    has_explore: bool = False


class Reason(Struct, frozen=True):
    """One explanation as the page shows it."""

    number: str  # empty where it is the only one
    texts: tuple[str, ...]  # one for each of several mistakes
    together: str  # the sentence above them
    place: str
    facts: str
    excerpt: tuple[Line, ...]


class Entry(Struct, frozen=True):
    """One check as the page shows it."""

    check: CheckResult
    word: str
    title: str
    told: str
    advice: str
    place: str
    call: str
    matrices: tuple[tuple[str, Matrix], ...]
    excerpt: tuple[Line, ...]
    is_open: bool


class Section(Struct, frozen=True):
    """One report as the page shows it.

    Attributes:
        entries: the checks that do not pass; `passed` are the others.
        steps: commands with their reasons, what to do next.
    """

    report: RedactedReport
    status: str
    points: str
    reasons: tuple[Reason, ...]
    entries: tuple[Entry, ...]
    passed: tuple[CheckResult, ...]
    effect: Effect | None
    has_explore: bool
    sentences: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    tried: str = ""  # system calls that were refused, for the instructor


def render_all(
    reports: Sequence[RedactedReport],
    console: Console,  # noqa: ARG001 (a page has a width of its own)
    delivery: Delivery,  # noqa: ARG001
) -> str:
    """The reports as one page, without exhibits."""
    return page(reports, {})


def page(reports: Sequence[RedactedReport], exhibits: Mapping[str, Exhibit]) -> str:
    """The reports as one page; `exhibits` by the name of the exercise."""
    sections = [
        _section(cleaned(report), exhibits.get(report.exercise, Exhibit())) for report in reports
    ]
    names = ", ".join(section.report.exercise for section in sections)
    return environment().get_template("report.html").render(title=names, sections=sections)


@cache
def environment() -> jinja2.Environment:
    """The environment of the pages' templates; whatever they show is escaped."""
    loader = jinja2.PackageLoader("grader.report.formats", "pages")
    return jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


def _section(report: RedactedReport, exhibit: Exhibit) -> Section:
    explained = explanations_of(report)
    unpassed = [check for check in report.checks if check.outcome != "passed"]
    unpassed.sort(key=lambda check: ORDER.index(check.outcome))
    opened = [check for check in unpassed if check.outcome in ("failed", "broken")][:1]
    return Section(
        report=report,
        status=STATUSES[report.status],
        points=as_points(report),
        reasons=tuple(_reasons(explained, report, exhibit)),
        entries=tuple(
            _entry(check, explained, exhibit, is_open=check in opened) for check in unpassed
        ),
        passed=tuple(check for check in report.checks if check.outcome == "passed"),
        effect=exhibit.effect,
        has_explore=exhibit.has_explore,
        sentences=exhibit.ending.sentences,
        steps=tuple(_step(command) for command in next_commands(report, exhibit.ending)),
        tried=tried(report.refused_calls) if report.refused_calls else "",
    )


def _step(command: str) -> tuple[str, str]:
    """A command and its reason, which stands in brackets behind it."""
    words, _, reason = command.partition("   ")
    return words, reason


def _reasons(
    explained: Sequence[Explanation], report: RedactedReport, exhibit: Exhibit
) -> Iterator[Reason]:
    """The explanations; a function that several are about is shown once, with all their lines."""
    shown: set[tuple[int | None, int]] = set()
    places = [explanation.location for explanation in explained if explanation.location]
    for number, explanation in enumerate(explained, start=1):
        location = explanation.location
        lines: tuple[Line, ...] = ()
        if location and (location.cell, location.line) not in shown:
            marks = [place.line for place in places if place.cell == location.cell]
            lines = _excerpt(location, exhibit, marks)
            shown |= {(location.cell, line.number) for line in lines}
        yield Reason(
            number=f"{number}. " if len(explained) > 1 else "",
            texts=texts_of(explanation),
            together=together(explanation),
            place=place(location) if location else "",
            facts=explains(explanation.function, failed_through(explanation, report.checks)),
            excerpt=lines,
        )


def _entry(
    check: CheckResult, explained: Sequence[Explanation], exhibit: Exhibit, *, is_open: bool
) -> Entry:
    number = number_of(check, explained)
    location = check.location if number is None else None  # else the reason above shows it
    return Entry(
        check=check,
        word=_word(check),
        title=f"{number}. {check.title}" if number and len(explained) > 1 else check.title,
        told=told(check),
        advice=check.mistake.advice if check.mistake and number is None else "",
        place=place(location) if location else "",
        call="\n".join(wrap_call(check.call or "", CALL_COLUMNS)),
        matrices=matrices(check) if check.outcome == "failed" else (),
        excerpt=_excerpt(location, exhibit) if location else (),
        is_open=is_open,
    )


def _word(check: CheckResult) -> str:
    if is_withheld(check):
        return "on submission"
    return "waits" if check.reason in ("needs", "not_written") else WORDS[check.outcome]


def _excerpt(location: Location, exhibit: Exhibit, marks: Sequence[int] = ()) -> tuple[Line, ...]:
    source = exhibit.sources.get(location.cell)
    return tuple(excerpt(source, location.line, marks)) if source is not None else ()
