"""A reference without its solution: what the student starts from."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.errors import MalformedExercise

BEGIN = "# BEGIN SOLUTION"
END = "# END SOLUTION"

# A misspelt marker would let the solution travel, so whatever resembles one must be one.
_RESEMBLES_A_MARKER = re.compile(r"#\W*(begin|end)\W*solution", re.IGNORECASE)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class _Region(Struct, frozen=True):
    """A marked part of a reference."""

    first: int  # the line of each marker, counted from 1
    last: int
    column: int
    function: str | None = None  # the function that it lies in


def stub_source(reference: str, *, path: Path = Path("reference.py")) -> str:
    """The reference as a student gets it: every solution region is replaced or gone.

    Inside a function a region becomes `raise NotImplementedError`; elsewhere it vanishes, along
    with the blank lines that it would leave behind. Every function at module level has a
    docstring and a region, unless its name begins with an underscore: such a one may be given
    to the student as it is.

    Raises:
        MalformedExercise: a region or a function is not so; `path` and the line are named.
    """
    tree = _parse(reference, path)
    regions = [_placed(region, tree, path) for region in _marked_regions(reference, path)]
    _check_functions(tree, regions, path)
    stub = _without(reference.split("\n"), regions)
    _parse(stub, path)
    return stub


def defined_functions(source: str) -> tuple[str, ...]:
    """The names of the functions that a Python text defines at module level."""
    return tuple(node.name for node in ast.parse(source).body if isinstance(node, _Function))


def _parse(source: str, path: Path) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise _malformed(
            path,
            error.lineno or 1,
            f"This is not Python, with or without the solution: {error.msg}.",
            "Correct the line, or mark whole statements as the solution.",
        ) from error


def _marked_regions(reference: str, path: Path) -> Iterator[_Region]:
    begin: tuple[int, int] | None = None
    for (line, column), marker in _markers(reference, path):
        if (marker == BEGIN) == (begin is not None):
            what = f"'{marker}' is out of order."
            raise _malformed(path, line, what, "Let BEGIN and END take turns; regions do not nest.")
        if begin is None:
            begin = line, column
            continue
        if column != begin[1]:
            what = f"'{END}' is not indented as its '{BEGIN}' is."
            raise _malformed(path, line, what, "Indent both as the code between them.")
        yield _Region(begin[0], line, column)
        begin = None
    if begin is not None:
        what = f"'{BEGIN}' has no '{END}'."
        raise _malformed(path, begin[0], what, "Mark where the solution ends.")


def _markers(reference: str, path: Path) -> Iterator[tuple[tuple[int, int], str]]:
    """(line, column) and text of every marker."""
    for token in tokenize.generate_tokens(io.StringIO(reference).readline):
        if token.type == tokenize.COMMENT and _RESEMBLES_A_MARKER.match(token.string):
            if token.string not in (BEGIN, END) or token.line.strip() != token.string:
                what = f"'{token.line.strip()}' looks like a marker but is not one."
                remedy = f"Write '{BEGIN}' or '{END}' on a line of its own."
                raise _malformed(path, token.start[0], what, remedy)
            yield token.start, token.string


def _placed(region: _Region, tree: ast.Module, path: Path) -> _Region:
    """The region with the function that it lies in, if it holds whole statements."""
    nodes = list(ast.walk(tree))  # from the outside to the inside
    inside = [
        node
        for node in nodes
        if isinstance(node, ast.stmt) and region.first < first_line(node) < region.last
    ]
    if (
        not inside
        or min(node.col_offset for node in inside) != region.column
        or max(_last_line(node) for node in inside) > region.last
    ):
        what = "The markers are not around whole statements, indented as these are."
        raise _malformed(path, region.first, what, "Move the markers.")
    around = [
        node.name
        for node in nodes
        if isinstance(node, _Function)
        and node.lineno < region.first
        and _last_line(node) >= inside[0].lineno
    ]
    return replace(region, function=around[0] if around else None)


def _check_functions(tree: ast.Module, regions: Sequence[_Region], path: Path) -> None:
    for node in tree.body:
        if not isinstance(node, _Function):
            continue
        if any(region.first < node.lineno < region.last for region in regions):
            continue
        marked = any(node.lineno < region.first <= _last_line(node) for region in regions)
        if not marked and not node.name.startswith("_"):
            what = f"Nothing in '{node.name}' is marked as the solution."
            remedy = "Mark it, or begin the name with an underscore if students get it as it is."
            raise _malformed(path, node.lineno, what, remedy)
        first = node.body[0]
        hidden = any(region.first < first.lineno < region.last for region in regions)
        if marked and (hidden or ast.get_docstring(node) is None):
            what = f"'{node.name}' has no docstring that the student gets."
            raise _malformed(path, node.lineno, what, "Write one, before the solution begins.")


def _without(lines: Sequence[str], regions: Sequence[_Region]) -> str:
    kept: list[str] = []
    done = 0
    for region in regions:
        kept += lines[done : region.first - 1]
        done = region.last
        if region.function:
            message = f'"{region.function} is not written yet"'
            kept.append(f"{' ' * region.column}raise NotImplementedError({message})")
        else:
            above, below = _blank_lines(reversed(kept)), _blank_lines(lines[done:])
            kept = [*kept[: len(kept) - above], *[""] * max(above, below)]
            done += below
    return "\n".join([*kept, *lines[done:]]).strip("\n") + "\n"


def _blank_lines(lines: Iterable[str]) -> int:
    """The number of blank lines at the start."""
    return sum(1 for _ in takewhile(lambda line: not line.strip(), lines))


def first_line(node: ast.stmt) -> int:
    """The line where a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _malformed(path: Path, line: int, what: str, remedy: str) -> MalformedExercise:
    return MalformedExercise(f"{path}:{line}: {what}", remedy)
