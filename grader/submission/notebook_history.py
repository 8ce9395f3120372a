"""The part of a notebook's history that its functions need: their definitions, and what these use.

A notebook remembers every cell that was run, and many of them have nothing to do with the
exercise: plots, training, trials. So the statements are followed by the names that they bind and
use. Whatever binds a name that a wanted function uses, directly or through others, is kept, in
the order in which it ran; the rest is left where it is.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from grader.submission.ipython_syntax import without_magics
from grader.submission.notebook_program import Piece
from grader.submission.parsing import parse

_PARTS = (ast.Attribute, ast.Subscript)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class _Statement(Struct, frozen=True):
    """A statement of a cell, or several that share a line.

    Attributes:
        binds: the names at module level that it binds, or whose objects it sets a part of.
        uses: the names at module level that it, or a function in it, reads.
        calls: the names of which it calls a method, as `table.append(1)` does.
        imports: those that it binds to modules and what is in them.
        is_general: whether it may concern every name: `import *`, `from __future__`.
    """

    piece: Piece
    binds: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    is_general: bool = False


class Excerpt(Struct, frozen=True):
    """The pieces of a history that some names need.

    Attributes:
        unbound: what they need besides and no statement binds: builtins, and what a cell made in
            a way that cannot be seen.
    """

    pieces: tuple[Piece, ...]
    unbound: frozenset[str]


def excerpt(cells: Iterable[tuple[int, str]], wanted: Collection[str]) -> Excerpt:
    """The statements that define the wanted names and all that these need.

    A method that is called by itself may change its object, so it counts as binding it, unless
    the object was imported: `torch.save(...)` is no part of a function that uses torch.

    Args:
        cells: the number and the text of each cell that was run, in that order.
    """
    statements = _without_repetition([part for cell in cells for part in _statements(*cell)])
    imported = frozenset[str]().union(*(statement.imports for statement in statements))
    binds = [statement.binds | (statement.calls - imported) for statement in statements]
    binders: dict[str, list[int]] = {}
    for index, names in enumerate(binds):
        for name in names:
            binders.setdefault(name, []).append(index)
    general = {index for index, statement in enumerate(statements) if statement.is_general}
    needed, chosen = set[str](), set(general)
    ahead = list(wanted)
    while ahead:
        name = ahead.pop()
        if name not in needed:
            needed.add(name)
            found = set(binders.get(name, ())) - chosen
            chosen |= found
            ahead.extend(used for index in found for used in statements[index].uses)
    pieces = tuple(statements[index].piece for index in sorted(chosen))
    return Excerpt(pieces, frozenset(needed).difference(*(binds[index] for index in chosen)))


def _without_repetition(statements: Sequence[_Statement]) -> list[_Statement]:
    """Of a statement that ran often, the first run and the last.

    Cells are run again and again; but what ran in between may have needed the first.
    """
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for index, statement in enumerate(statements):
        first.setdefault(statement.piece.source, index)
        last[statement.piece.source] = index
    return [statements[index] for index in sorted({*first.values(), *last.values()})]


def _statements(cell: int, text: str) -> Iterator[_Statement]:
    """The statements of a cell; none of one that is not Python, for it never ran."""
    source = text.replace("\r\n", "\n")
    try:
        tree = parse(source, "<cell>")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        source = without_magics(source).source
        try:
            tree = parse(source, "<cell>")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
    lines = source.split("\n")
    for nodes in _by_line(tree.body):
        first, last = _first_line(nodes[0]), nodes[-1].end_lineno or nodes[-1].lineno
        piece = Piece(cell, "\n".join(lines[first - 1 : last]), first)
        yield _statement(piece, nodes)


def _by_line(body: Sequence[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """The statements in groups that have lines of their own."""
    group: list[ast.stmt] = []
    for node in body:
        if group and _first_line(node) > (group[-1].end_lineno or group[-1].lineno):
            yield group
            group = []
        group.append(node)
    if group:
        yield group


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _statement(piece: Piece, nodes: Sequence[ast.stmt]) -> _Statement:
    is_general = any(
        isinstance(node, ast.ImportFrom)
        and (node.module == "__future__" or node.names[0].name == "*")
        for node in nodes
    )
    if is_general:
        return _Statement(piece, is_general=True)
    try:
        table = symtable.symtable(piece.source, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # such as a lone `return`
        return _Statement(piece)
    symbols = table.get_symbols()
    bound = {item.get_name() for item in symbols if item.is_assigned() or item.is_imported()}
    used = {item.get_name() for item in symbols if item.is_referenced()}
    return _Statement(
        piece,
        binds=frozenset(bound.union(*map(_changed, nodes))),
        uses=frozenset(used.union(_globals_of(table.get_children()))),
        calls=frozenset().union(*map(_called, nodes)),
        imports=frozenset(item.get_name() for item in symbols if item.is_imported()),
    )


def _globals_of(tables: Iterable[symtable.SymbolTable]) -> Iterator[str]:
    """The names of the module that functions and classes use."""
    for table in tables:
        yield from (symbol.get_name() for symbol in table.get_symbols() if symbol.is_global())
        yield from _globals_of(table.get_children())


def _changed(node: ast.stmt) -> set[str]:
    """The names of whose objects a statement sets a part: `a.b = c`, `a[b] = c`, `a.set_b(c)`."""
    if isinstance(node, _DEFINITIONS):
        return set()
    called = _method_call(node)
    if called is not None and called.attr.startswith("set_"):
        return set(_root(called))
    parts = (part for part in ast.walk(node) if isinstance(part, _PARTS))
    return {name for part in parts if isinstance(part.ctx, ast.Store) for name in _root(part)}


def _called(node: ast.stmt) -> set[str]:
    """The name of whose object a statement by itself calls a method."""
    called = _method_call(node)
    return set() if called is None else set(_root(called))


def _method_call(node: ast.stmt) -> ast.Attribute | None:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute() as called)):
            return called
    return None


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, _PARTS):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
