"""The program that a worker runs for a notebook: its cells one after the other, each on its own.

A cell that fails, as exploratory ones do, ends itself and no other. All cells together count as
one text, `exerciseNN.py`, and an origin tells for every line of it the cell and the line there.
"""

from __future__ import annotations
import __future__

import ast
import bisect
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from grader.errors import UnreadableSubmission
from grader.submission.ipython_syntax import without_magics
from grader.submission.parsing import MAX_CODE_BYTES, parse, require_compilable

MAX_NOTES = 20
MEND = "Fix this line and run grade again."
MAX_EXCERPT = 66  # columns of a line that is shown


class Piece(Struct, frozen=True):
    """Some lines of a cell, from the line `line` of it on."""

    cell: int
    source: str
    line: int = 1


class Origin(Struct, frozen=True):
    """The beginning of a piece: its first line in the whole, and in its cell."""

    first: int
    cell: int
    line: int


class Damage(Struct, frozen=True):
    """A piece that is not Python."""

    piece: Piece
    reason: str
    line: int  # in its cell


class Program(Struct, frozen=True):
    """The pieces as one program.

    Attributes:
        source: what the worker runs.
        text: the same for readers, and for tracebacks: the Python of all pieces.
        tree: the text, parsed.
        notes: a line about everything that is left out.
    """

    source: str
    text: str
    tree: ast.Module
    origins: tuple[Origin, ...]
    notes: tuple[str, ...]
    damages: tuple[Damage, ...]

    def origin_of(self, line: int) -> tuple[int, int]:
        """(cell, line in it) of a line of the text."""
        found = bisect.bisect(self.origins, line, key=lambda origin: origin.first) - 1
        origin = self.origins[max(found, 0)]
        return origin.cell, origin.line + line - origin.first


def as_program(pieces: Sequence[Piece], functions: Collection[str], name: str) -> Program:
    """Make one program of the pieces; `name` is what messages call the notebook.

    Raises:
        UnreadableSubmission: none of the pieces is Python, there is none, or there is too much.
    """
    if sum(len(piece.source) for piece in pieces) > MAX_CODE_BYTES:
        raise UnreadableSubmission(
            f"The code in {name} is larger than {MAX_CODE_BYTES >> 10} KiB.",
            "Submit the exercise alone.",
        )
    build = _Build()
    for piece in pieces:
        build.add(piece)
    if not build.spans:
        raise _nothing_left(build.damages, name)
    text = "\n".join(build.lines) + "\n"
    facts = {
        "text": text,
        "spans": build.spans,
        "flags": build.flags,
        "functions": sorted(functions),
    }
    return Program(
        source=f"exec(compile({_RUN!a}, '<notebook>', 'exec'), {facts!a} | {{'space': globals()}})",
        text=text,
        tree=ast.Module(build.body, []),
        origins=tuple(build.origins),
        notes=tuple(_limited(build.notes)),
        damages=tuple(build.damages),
    )


def _nothing_left(damages: Sequence[Damage], name: str) -> UnreadableSubmission:
    if not damages:
        return UnreadableSubmission(f"{name} holds no code.", "Submit it with your cells.")
    what = f"{name} is not valid Python: {damages[0].reason}."
    return UnreadableSubmission(
        what,
        MEND,
        line=damages[0].line,
        cell=damages[0].piece.cell,
        excerpt=line_of_damage(damages[0]),
    )


def line_of_damage(damage: Damage) -> str:
    """The line of a cell that is not Python."""
    lines, position = damage.piece.source.split("\n"), damage.line - damage.piece.line
    return pointed_at(lines[position]) if 0 <= position < len(lines) else ""


def pointed_at(text: str, column: int | None = None) -> str:
    """A line without its indent, and below it a caret at a column, counted from 1."""
    line = text.strip()
    if not line or len(line) > MAX_EXCERPT:
        return line[:MAX_EXCERPT]
    position = (column or 0) - 1 - (len(text) - len(text.lstrip()))
    if not 0 <= position <= len(line):
        return line
    return f"{line}\n{' ' * position}^"


class _Build:
    """Gathers what a program is made of."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.body: list[ast.stmt] = []
        self.origins: list[Origin] = []
        self.spans: list[tuple[int, int, int, int]] = []  # first and last line, cell, line there
        self.notes: list[str] = []
        self.damages: list[Damage] = []
        self.flags = 0

    def add(self, piece: Piece) -> None:
        try:
            tree, source = self._parsed(piece)
        except SyntaxError as error:
            self._damage(piece, error.msg, error.lineno or 1)
        except (ValueError, RecursionError, MemoryError) as error:
            self._damage(piece, f"it cannot be parsed: {error}", 1)
        else:
            first = len(self.lines) + 1
            self.lines += source.split("\n")
            self.origins.append(Origin(first, piece.cell, piece.line))
            self.spans.append((first, len(self.lines), piece.cell, piece.line))
            self.body += ast.increment_lineno(tree, first - 1).body

    def _parsed(self, piece: Piece) -> tuple[ast.Module, str]:
        """The piece as Python: without magics, and perhaps with a late `from __future__`."""
        source = piece.source
        try:
            tree = _compiled(source)
        except SyntaxError:
            cleaned = without_magics(source)
            if not cleaned.left_out:
                raise
            source, tree = cleaned.source, _compiled(cleaned.source)
            for line, what in cleaned.left_out:
                place = f"cell {piece.cell}, line {piece.line + line - 1}"
                self.notes.append(f"{place}: left out, not Python: {what[:60]}")
        self.flags |= _future_flags(tree)
        return tree, source

    def _damage(self, piece: Piece, reason: str, line: int) -> None:
        damage = Damage(piece, reason, piece.line + line - 1)
        self.damages.append(damage)
        place = f"cell {piece.cell}, line {damage.line}"
        self.notes.append(f"{place}: the cell is left out, not valid Python: {reason}")


def _compiled(source: str) -> ast.Module:
    """Parse a piece that could be run, wherever in it `from __future__` stands."""
    tree = parse(source, "<cell>")
    hoisted = ast.Module([node for node in tree.body if not _is_future(node)], [])
    require_compilable(hoisted, "<cell>", _future_flags(tree))
    return tree


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _future_flags(tree: ast.Module) -> int:
    """The compiler flags that replace `from __future__ import ...`."""
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and _is_future(node):
            for item in node.names:
                if item.name not in __future__.all_feature_names:
                    raise SyntaxError(
                        f"future feature {item.name} is not defined",
                        (
                            None,
                            node.lineno,
                            None,
                            None,
                        ),
                    )
                flags |= getattr(__future__, item.name).compiler_flag
    return flags


def _limited(notes: Sequence[str]) -> Iterator[str]:
    yield from notes[:MAX_NOTES]
    if len(notes) > MAX_NOTES:
        yield f"{len(notes) - MAX_NOTES} more lines or cells are left out"


# Run in the worker, with names of its own: nothing but the cells touches the submission's.
_RUN = """
import ast, linecache, sys

file = space["__file__"]
lines = [line + "\\n" for line in text.split("\\n")]
linecache.cache[file] = len(text), None, lines, file
vars(sys.modules["grader"])["check"] = lambda *_, **__: 0.0  # it is this check that runs
space["display"] = print  # every notebook has it
failure = None

def is_future(node):
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"

def tell(error, first, cell, line):
    inside = error.__traceback__.tb_next
    place = f", line {inside.tb_lineno - first + line}" if inside else ""
    said = f"{type(error).__name__}: {error}"[:500]
    print(f"note: cell {cell}{place} fails: {said}", flush=True)

for first, last, cell, line in spans:
    try:
        source = "".join(lines[first - 1:last])
        tree = compile(source, file, "exec", ast.PyCF_ONLY_AST | flags, True)
        tree.body = [node for node in tree.body if not is_future(node)]
        ast.increment_lineno(tree, first - 1)
        exec(compile(tree, file, "exec", flags, True), space)
    except BaseException as error:
        failure = failure or error
        try:
            tell(error, first, cell, line)
        except BaseException:
            pass

if failure is not None and not any(callable(space.get(name)) for name in functions):
    raise failure
"""
