"""A file's own statements as text: what a reader compares, without docstrings and imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator

MARKS = ("# BEGIN SOLUTION", "# END SOLUTION")


def listing(source: str) -> list[str]:
    """The lines of the source without its imports, docstrings, marks and self-checks.

    Of text that is no Python, every line.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source.splitlines()
    left_out = {number for node in _left_out(tree) for number in _lines(node)}
    numbered = enumerate(source.splitlines(), start=1)
    kept = [
        line.rstrip()
        for number, line in numbered
        if number not in left_out and line.strip() not in MARKS
    ]
    return [*_without_gaps(kept)]


def code_lines(source: str) -> int:
    """The number of code lines in a file, without docstrings, imports, comments and blank lines."""
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in listing(source))


def _left_out(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)) or _is_main(node):
            yield node
    for inner in ast.walk(tree):
        if isinstance(inner, (ast.Module, ast.FunctionDef, ast.ClassDef)):
            is_alone = len(inner.body) == 1 and not isinstance(inner, ast.Module)
            if ast.get_docstring(inner) is not None and not is_alone:
                yield inner.body[0]


def _is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _without_gaps(lines: list[str]) -> Iterator[str]:
    """The lines with one blank line for any number of them, and none at the ends."""
    blank = False
    started = False
    for line in lines:
        if not line:
            blank = started
            continue
        if blank:
            yield ""
        yield line
        blank, started = False, True
