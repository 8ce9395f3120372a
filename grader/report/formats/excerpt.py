"""The part of a submission around a line, without the text that is the exercise's own."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from msgspec import Struct

from grader.report.sanitize import clean

LINES_AROUND = 6  # shown above and below a line that lies in no function
MOST_LINES = 60  # of a function; the exercises ask for less
Definition = ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef


class Line(Struct, frozen=True):
    """One line of an excerpt."""

    number: int
    text: str
    is_marked: bool


def excerpt(source: str, line: int, marks: Sequence[int] = ()) -> Iterator[Line]:
    """The function that a line lies in, or what is around it; `marks` are marked lines, too."""
    lines = clean(source).split("\n")
    around = _function_around(source, line)
    shown = _lines_of(around) if around else _lines_near(line, len(lines))
    if len(shown) > MOST_LINES:
        middle = next((i for i, number in enumerate(shown) if number >= line), 0)
        start = max(0, min(middle - MOST_LINES // 2, len(shown) - MOST_LINES))
        shown = shown[start : start + MOST_LINES]
    for number in shown:
        if number <= len(lines):
            yield Line(number, lines[number - 1], number in (line, *marks))


def _lines_near(line: int, last: int) -> list[int]:
    return [*range(max(1, line - LINES_AROUND), min(last, line + LINES_AROUND) + 1)]


def _lines_of(node: Definition) -> list[int]:
    """The lines of a definition without its docstring, which is the exercise's own text."""
    numbers = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    first = node.body[0]
    if ast.get_docstring(node) is None or len(node.body) == 1:
        return [*numbers]
    docstring = range(first.lineno, (first.end_lineno or first.lineno) + 1)
    return [number for number in numbers if number not in docstring]


def _function_around(source: str, line: int) -> Definition | None:
    """The outermost definition around a line."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in tree.body:
        is_definition = isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))
        if is_definition and node.lineno <= line <= (node.end_lineno or node.lineno):
            return node  # type: ignore[return-value]
    return None
