"""A report as a page: one self-contained file, with pictures where looking beats reading.

The report alone makes a page. What it does not hold, the text of the submission and the figure of
the exercise, is shown where an `Exhibit` brings it. All text is escaped by the templates, and
nothing is loaded from anywhere else.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import jinja2
from msgspec import Struct

from grader.model import CheckResult, Location, Number, RedactedReport
from grader.report.layout import wrap_call
from grader.report.numbers import as_float, as_pair, is_alike, rows_of
from grader.report.sanitize import clean, cleaned
from grader.report.wording import as_points, is_withheld

if TYPE_CHECKING:
    from grader.report.console import Console
    from grader.report.delivery import Delivery

CALL_COLUMNS = 88
LINES_AROUND = 6  # shown above and below a line that lies in no function
MOST_LINES = 60  # of a function; the exercises ask for less
WORDS = {"passed": "passed", "failed": "failed", "skipped": "skipped", "broken": "undecided"}
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


class Exhibit(Struct, frozen=True):
    """What a page shows besides the report: the submission's text by cell (a file has none)."""

    sources: Mapping[int | None, str] = {}
    effect: Effect | None = None


class Cell(Struct, frozen=True):
    """One number of a matrix: its text, its place between 0 and 1, whether it differs."""

    text: str
    heat: float
    is_negative: bool
    differs: bool


class Line(Struct, frozen=True):
    """One line of an excerpt."""

    number: int
    text: str
    is_marked: bool


class Entry(Struct, frozen=True):
    """One check as the page shows it."""

    check: CheckResult
    word: str
    call: str
    matrices: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]
    excerpt: tuple[Line, ...]
    is_open: bool


class Section(Struct, frozen=True):
    """One report as the page shows it."""

    report: RedactedReport
    status: str
    points: str
    entries: tuple[Entry, ...]
    effect: Effect | None


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
    """Where the pages' templates are; whatever they show is escaped."""
    loader = jinja2.PackageLoader("grader.report.formats", "pages")
    return jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


def _section(report: RedactedReport, exhibit: Exhibit) -> Section:
    failed = [check for check in report.checks if check.outcome in ("failed", "broken")]
    return Section(
        report=report,
        status=STATUSES[report.status],
        points=as_points(report),
        entries=tuple(
            _entry(check, exhibit, is_open=check in failed[:1]) for check in report.checks
        ),
        effect=exhibit.effect,
    )


def _entry(check: CheckResult, exhibit: Exhibit, *, is_open: bool) -> Entry:
    return Entry(
        check=check,
        word="on submission" if is_withheld(check) else WORDS[check.outcome],
        call="\n".join(wrap_call(check.call or "", CALL_COLUMNS)),
        matrices=_matrices(check) if check.outcome == "failed" else (),
        excerpt=tuple(_excerpt(check.location, exhibit)) if check.location else (),
        is_open=is_open,
    )


# ------------------------------------------------------------------------------- matrices


def _matrices(check: CheckResult) -> tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]:
    """(name, rows) of expected and got; none where they are not two arrays of one shape."""
    comparison = check.comparison
    if comparison is None:
        return ()
    expected, actual = rows_of(comparison.expected), rows_of(comparison.actual)
    if not (expected and comparison.index) or [*map(len, expected)] != [*map(len, actual)]:
        return ()
    flat = [as_float(number) for row in (*expected, *actual) for number in row]
    top = max((abs(number) for number in flat if math.isfinite(number)), default=0.0) or 1.0
    tolerance = comparison.tolerance
    return tuple(
        (
            name,
            tuple(
                tuple(_cell(*pair, top, tolerance) for pair in zip(*rows, strict=True))
                for rows in zip(own, other, strict=True)
            ),
        )
        for name, own, other in (("expected", expected, actual), ("got", actual, expected))
    )


def _cell(number: Number, other: Number, top: float, tolerance: float | None) -> Cell:
    value = as_float(number)
    heat = abs(value) / top if math.isfinite(value) else 0.0
    text = as_pair(number, other, tolerance)[0]
    return Cell(text, round(heat, 3), value < 0, not is_alike(number, other, tolerance))


# -------------------------------------------------------------------------------- excerpt


def _excerpt(location: Location, exhibit: Exhibit) -> Iterator[Line]:
    """The function that a line lies in, or what is around it."""
    source = exhibit.sources.get(location.cell)
    if source is None:
        return
    lines = clean(source).split("\n")
    first, last = _function_around(source, location.line) or (
        max(1, location.line - LINES_AROUND),
        min(len(lines), location.line + LINES_AROUND),
    )
    if last - first >= MOST_LINES:
        first = max(first, location.line - MOST_LINES // 2)
        last = min(last, first + MOST_LINES - 1)
    for number in range(first, min(last, len(lines)) + 1):
        yield Line(number, lines[number - 1], number == location.line)


def _function_around(source: str, line: int) -> tuple[int, int] | None:
    """The first and the last line of the outermost function around a line."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in tree.body:
        is_function = isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))
        if is_function and node.lineno <= line <= (node.end_lineno or node.lineno):
            return node.lineno, node.end_lineno or node.lineno
    return None
