"""The text of a reason, and of a failed check: text, place, call, expected and got."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from grader.model import CheckResult, Comparison, Explanation, Location, Value
from grader.report.calls import MOST_NUMBERS, brief_call
from grader.report.console import Console
from grader.report.layout import cells, cut, one_line, wrap, wrap_call, wrap_row
from grader.report.numbers import as_pair, rows_of
from grader.report.reasons import failed_through, texts_of, together
from grader.report.wording import explains, told, value_texts

PASSAGE_LINES = 12
VALUE_LINES = 16  # as many rows as a value that is shown whole can have
VERBOSE_LINES = 80
BULLET = "- "
VALUE_INDENT = 12  # two columns, "expected", two columns
COUNTEREXAMPLE_LINES, BRIEF_CALL_LINES = 8, 3
SHORTEST_LINES, SHORTEST_CALL_LINES = 4, 2  # below several explanations
BRIEF_MESSAGE_LINES = 2
PASTABLE_CHARACTERS = 10_000

_NUMBER = re.compile(r"[^\[\], \n]+")
_SENTENCE_END = re.compile(r"(?<=[.?]) (?=[A-Z])")

# ------------------------------------------------------------------------------- explanations


def reasons(
    explanations: Sequence[Explanation], checks: Sequence[CheckResult], console: Console
) -> Iterator[str]:
    """Each explanation once: its text, where to look, and how many checks fail because of it."""
    for number, explanation in enumerate(explanations, start=1):
        sign = f"{number}. " if len(explanations) > 1 else ""
        indent = " " * len(sign)
        width = console.columns - len(sign)
        texts = texts_of(explanation)
        first, *rest = _sentences(texts[0])
        if len(texts) > 1:
            first, rest = together(explanation), []
        for position, line in enumerate(wrap(first, width)):
            yield (indent if position else sign) + console.paint(line, "strong")
        if rest:
            yield from (indent + line for line in passage(" ".join(rest), width, console))
        for text in texts if len(texts) > 1 else ():
            lines = passage(text[: PASSAGE_LINES * 100], width - len(BULLET), console)
            yield from (indent + mark + line for mark, line in _bulleted(lines))
        for line in _facts(explanation, checks, width):
            yield indent + line


def _bulleted(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for position, line in enumerate(lines):
        yield (" " * len(BULLET) if position else BULLET), line


def _sentences(text: str) -> list[str]:
    return _SENTENCE_END.split(one_line(text)[: PASSAGE_LINES * 100])


def _facts(explanation: Explanation, checks: Sequence[CheckResult], width: int) -> Iterator[str]:
    where = place(explanation.location) if explanation.location else ""
    count = failed_through(explanation, checks)
    for function in (explanation.function, ""):  # the text tells of it where there is no room
        facts = [part for part in (where, explains(function, count)) if part]
        if cells("  ".join(facts)) <= width:
            yield from ["  ".join(facts)] if facts else []
            return
    yield from facts


def place(location: Location) -> str:
    """The place as `path:line`, which terminals and editors turn into a link."""
    if location.cell is None:
        return f"{one_line(location.file)}:{location.line}"
    return f"{one_line(location.file)}, cell {location.cell}, line {location.line}"


# ------------------------------------------------------------------------------ failed checks


def findings(
    check: CheckResult, width: int, console: Console, *, with_advice: bool = True
) -> Iterator[str]:
    """Everything that a failed check found, with a call that can be pasted."""
    if check.call:
        yield from (console.paint(line, "strong") for line in _whole_call(check.call, width))
    if told(check):
        yield from passage(told(check), width, console)
    comparison = check.comparison
    if comparison is not None and rows_of(comparison.expected) and comparison.index:
        yield from _values(value_texts(comparison), width, console)
    if with_advice and check.mistake:
        for sentence in _sentences(check.mistake.advice):
            yield from wrap(sentence, width)
    if check.location:
        yield place(check.location)


def shortened(
    check: CheckResult,
    console: Console,
    *,
    reason: Explanation | None = None,
    is_shortest: bool = False,
) -> Iterator[str]:
    """The counterexample of a failed check, in at most eight lines.

    What its `reason` says already, the place and perhaps the very words, is not said again.
    """
    width = console.columns - 2
    limit = SHORTEST_LINES if is_shortest else COUNTEREXAMPLE_LINES
    call_limit = SHORTEST_CALL_LINES if is_shortest else BRIEF_CALL_LINES
    call = _brief_call(check.call, width, call_limit, console) if check.call else []
    lines = [console.paint(line, "strong") for line in call]
    if told(check) and not (reason and reason.text.strip(". ") == told(check).strip(". ")):
        lines += passage(told(check), width, console, BRIEF_MESSAGE_LINES)
    where = [place(check.location)] if reason is None and check.location else []
    if check.comparison is not None:
        room = limit - len(lines) - len(where)
        lines += _brief_values(check.comparison, width, room, console)
    yield from lines + where


def passage(text: str, width: int, console: Console, limit: int = PASSAGE_LINES) -> list[str]:
    """The text wrapped, and cut where it is longer than a reader has patience for."""
    limit = VERBOSE_LINES if console.verbose else limit
    readable = text.strip()[: limit * width + 1]  # more cannot fit: megabytes cost nothing
    lines = wrap(readable, width)
    if len(lines) > limit or len(readable) < len(text.strip()):
        lines = [*lines[:limit], console.ellipsis]
    return lines


def _whole_call(call: str, width: int) -> list[str]:
    if len(call) > PASTABLE_CHARACTERS:
        return [cut(one_line(call[:PASTABLE_CHARACTERS]), width, "...")]
    return wrap_call(call, width)


def _brief_call(call: str, width: int, limit: int, console: Console) -> list[str]:
    if len(call) > PASTABLE_CHARACTERS:
        return [cut(one_line(call[:PASTABLE_CHARACTERS]), width, console.ellipsis)]
    return brief_call(call, width, limit, unicode=console.unicode)


def _brief_values(comparison: Comparison, width: int, room: int, console: Console) -> list[str]:
    """Expected and got: whole where they are small, else the row that differs."""
    rows = rows_of(comparison.expected)
    if not (rows and comparison.index):
        return []
    whole = [*_values(value_texts(comparison), width, console)]
    if sum(map(len, rows)) <= MOST_NUMBERS and len(whole) <= room:
        return whole
    return [*_one_row(comparison, width, room, console)]


def _one_row(comparison: Comparison, width: int, room: int, console: Console) -> Iterator[str]:
    """The row in which the first difference lies; a row of one number says nothing new."""
    position = comparison.index[0] if comparison.index and len(comparison.index) > 1 else None
    expected, actual = _row(comparison.expected, position), _row(comparison.actual, position)
    if isinstance(expected, tuple) and len(expected) > 1 and room >= 2:
        texts = as_pair(expected, actual, comparison.tolerance)
        beside = "" if position is None else f"   (row {position})"
        for name, value in zip(("expected", "got"), _aligned(texts), strict=True):
            line = f"  {name:{VALUE_INDENT - 2}}{value}"
            yield cut(line, width - len(beside), console.ellipsis) + beside


def _row(value: Value, position: int | None) -> Value:
    return value[position] if position is not None and isinstance(value, tuple) else value


def _values(texts: tuple[str, str], width: int, console: Console) -> Iterator[str]:
    """Expected before got, one below the other, their numbers in columns."""
    room = width - VALUE_INDENT
    for name, value in zip(("expected", "got"), _aligned(texts), strict=True):
        lines = passage(_in_rows(value, room), room, console, VALUE_LINES)
        for label, line in zip_longest((name,), lines, fillvalue=""):
            yield f"  {label:{VALUE_INDENT - 2}}{line}"


def _aligned(values: Sequence[str]) -> list[str]:
    """The values with their numbers padded to one width, where they are arrays of numbers."""
    if not all(map(_is_array, values)):
        return list(values)
    width = max((len(number) for text in values for number in _NUMBER.findall(text)), default=0)
    return [_NUMBER.sub(lambda number: number[0].rjust(width), text) for text in values]


def _in_rows(value: str, width: int) -> str:
    """A matrix with each of its rows below the other, and a long row broken below its start."""
    start = value.find("[[") + 1
    rows = value.replace("], [", "],\n" + " " * start + "[") if start else value
    if not _is_array(value):
        return rows
    return "\n".join(line for row in rows.split("\n") for line in wrap_row(row, width))


def _is_array(value: str) -> bool:
    return value.startswith("[")
