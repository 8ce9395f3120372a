"""What a failed check found: the call, expected before got, the advice, the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from grader.model import CheckResult, Location
from grader.report.console import Console
from grader.report.layout import cells, cut, one_line, wrap, wrap_call, wrap_row
from grader.report.numbers import rows_of
from grader.report.wording import told, value_texts

PASSAGE_LINES = 12
VALUE_LINES = 16  # as many rows as a value that is shown whole can have
VERBOSE_LINES = 80
VALUE_INDENT = 12  # two columns, "expected", two columns
BRIEF_CALL_LINES = 4  # a name, two arguments and a bracket
PASTABLE_CHARACTERS = 10_000
GAP = "   "
STYLES = {"expected": "good", "got": "bad"}
REPEATED_ADVICE = "The advice above holds here too."

_NUMBER = re.compile(r"[^\[\], \n]+")
_SENTENCE_END = re.compile(r"(?<=[.?]) (?=[A-Z])")


def findings(
    check: CheckResult, earlier: Sequence[CheckResult], width: int, console: Console
) -> Iterator[str]:
    """The lines below a failed check.

    The first failed check of every function tells all. Later ones are brief, so that the
    student meets one thing to mend at a time; a verbose console makes none of them brief.
    """
    brief = is_brief(check, earlier) and not console.verbose
    if check.call:
        yield from _call(check.call, width, console, brief=brief)
    yield from _comparison(check, width, console, brief=brief)
    if not (brief and _is_advised(check, earlier)):
        yield from _advice(check, earlier, width, console)
    if check.location and not brief:
        yield console.paint(place(check.location), "quiet")


def is_brief(check: CheckResult, earlier: Sequence[CheckResult]) -> bool:
    """Whether an earlier check has failed in the same function, so that this one can be short."""
    return _function(check) is not None and any(
        _function(other) == _function(check) for other in earlier
    )


def place(location: Location) -> str:
    """Where to look, as `path:line`, which terminals and editors turn into a link."""
    if location.cell is None:
        return f"{one_line(location.file)}:{location.line}"
    return f"{one_line(location.file)}, cell {location.cell}, line {location.line}"


def passage(text: str, width: int, console: Console, limit: int = PASSAGE_LINES) -> list[str]:
    """The text wrapped, and cut where it is longer than a reader has patience for."""
    limit = VERBOSE_LINES if console.verbose else limit
    readable = text.strip()[: limit * width + 1]  # more cannot fit: megabytes cost nothing
    lines = wrap(readable, width)
    if len(lines) > limit or len(readable) < len(text.strip()):
        lines = [*lines[:limit], console.ellipsis]
    return lines


def _function(check: CheckResult) -> str | None:
    if check.outcome != "failed" or check.call is None:
        return None
    return check.call.partition("(")[0]


def _call(call: str, width: int, console: Console, *, brief: bool) -> Iterator[str]:
    lines = wrap_call(call, width) if len(call) <= PASTABLE_CHARACTERS else []
    if not lines or (brief and len(lines) > BRIEF_CALL_LINES):
        lines = [cut(one_line(call[:PASTABLE_CHARACTERS]), width, console.ellipsis)]
    yield from (console.paint(line, "strong") for line in lines)


def _comparison(check: CheckResult, width: int, console: Console, *, brief: bool) -> Iterator[str]:
    """The message, and below it expected and got where these are arrays."""
    if told(check):
        yield from passage(told(check), width, console)
    comparison = check.comparison
    if comparison is not None and rows_of(comparison.expected) and comparison.index:
        expected, actual = value_texts(comparison)
        values = (("expected", expected), ("got", actual))
        yield from _values("", values, width, console, brief=brief)


def _values(
    quantity: str, values: Sequence[tuple[str, str]], width: int, console: Console, *, brief: bool
) -> Iterator[str]:
    """Expected before got: side by side where both fit, else one below the other."""
    parts = [part for part in (quantity, *(" ".join(value) for value in values)) if part]
    beside = GAP.join(parts)
    if cells(beside) <= width and "\n" not in beside and "], [" not in beside:
        painted = [f"{name} {console.paint(value, STYLES[name])}" for name, value in values]
        yield GAP.join([*parts[: -len(values)], *painted])
        return
    yield from passage(quantity, width, console) if quantity else ()
    room = width - VALUE_INDENT
    for name, value in zip([name for name, _ in values], _aligned(values), strict=True):
        if brief:
            lines = [cut(one_line(value), room, console.ellipsis)]
        else:
            lines = passage(_in_rows(value, room), room, console, VALUE_LINES)
        for label, line in zip_longest((name,), lines, fillvalue=""):
            yield f"  {label:{VALUE_INDENT - 2}}{console.paint(line, STYLES[name])}"


def _aligned(values: Sequence[tuple[str, str]]) -> list[str]:
    """The values with their numbers padded to one width, where they are arrays of numbers."""
    texts = [value for _, value in values]
    if not all(map(_is_array, texts)):
        return texts
    width = max((len(number) for text in texts for number in _NUMBER.findall(text)), default=0)
    return [_NUMBER.sub(lambda number: number[0].rjust(width), text) for text in texts]


def _in_rows(value: str, width: int) -> str:
    """A matrix with each of its rows below the other, and a long row broken below its start."""
    start = value.find("[[") + 1
    rows = value.replace("], [", "],\n" + " " * start + "[") if start else value
    if not _is_array(value):
        return rows
    return "\n".join(line for row in rows.split("\n") for line in wrap_row(row, width))


def _is_array(value: str) -> bool:
    return value.startswith("[")


def _advice(
    check: CheckResult, earlier: Sequence[CheckResult], width: int, console: Console
) -> Iterator[str]:
    if check.mistake is None:
        return
    repeated = _is_advised(check, earlier)
    text = REPEATED_ADVICE if repeated else one_line(check.mistake.advice)
    for sentence in _SENTENCE_END.split(text):
        yield from (console.paint(line, "advice") for line in wrap(sentence, width))


def _is_advised(check: CheckResult, earlier: Sequence[CheckResult]) -> bool:
    """Whether the advice for the check's mistake stands further up already."""
    return any(other.mistake == check.mistake for other in earlier)
