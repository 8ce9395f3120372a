"""Every wrong answer that is one small edit away from a reference.

An edit puts another node into one place of the syntax tree. Only what a student writes is edited,
the lines between `# BEGIN SOLUTION` and `# END SOLUTION`, and the defaults of the functions
around them; never a docstring, nor the text of an error message.
"""

from __future__ import annotations

import ast
import types
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from edits import rivals

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
# Too small to tell where an edit is: shown with what stands around them.
SMALL = (ast.Constant, ast.Name, ast.Attribute)


@dataclass(frozen=True)
class Mutant:
    """A reference with one edit."""

    owner: str  # the function that is edited, or the name that the edited line assigns
    edit: str  # "before -> after", without line numbers; told apart from others of the owner
    source: str


@dataclass(frozen=True)
class _Site:
    """Where a node stands: in a field of the last of its ancestors, at a place if it is a list."""

    node: ast.AST
    ancestors: tuple[ast.AST, ...]
    field: str
    place: int | None

    def put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.ancestors[-1], self.field, node)
        else:
            getattr(self.ancestors[-1], self.field)[self.place] = node


def mutate(source: str) -> tuple[Mutant, ...]:
    """All mutants of a reference whose compiled code differs, from it and from one another."""
    tree = ast.parse(source)
    seen = {_bare_code(ast.unparse(tree))}  # laid out as the mutants are: a line break is code, too
    edits = Counter[tuple[str, str]]()
    found = list[Mutant]()
    for site in _sites(tree, (), _solution_lines(source)):
        owner = site.ancestors[1] if len(site.ancestors) > 1 else site.node
        for rival in _rivals(site, owner):
            mutated = _unparse_with(site, rival, tree)
            code = _bare_code(mutated)
            if code not in seen:
                seen.add(code)
                key = _name(owner), _edit(site, rival, owner)
                edits[key] += 1
                again = f" #{edits[key]}" if edits[key] > 1 else ""
                found.append(Mutant(key[0], key[1] + again, mutated))
    return tuple(found)


def _bare_code(source: str) -> types.CodeType:
    """What the source compiles to, without the places in the file."""
    return _without_places(compile(source, "reference", "exec"))


def _without_places(code: types.CodeType) -> types.CodeType:
    constants = (
        _without_places(item) if isinstance(item, types.CodeType) else item
        for item in code.co_consts
    )
    return code.replace(co_consts=tuple(constants), co_linetable=b"", co_firstlineno=1)


# -------------------------------------------------------------------------------- places


def _solution_lines(source: str) -> frozenset[int]:
    inside, found = False, set[int]()
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() in (BEGIN, END):
            inside = line.strip() == BEGIN
        elif inside:
            found.add(number)
    return frozenset(found)


def _sites(node: ast.AST, ancestors: tuple[ast.AST, ...], lines: frozenset[int]) -> Iterator[_Site]:
    """Everything below `node` that may be edited, the outer nodes first."""
    around = (*ancestors, node)
    for field, value in ast.iter_fields(node):
        children = enumerate(value) if isinstance(value, list) else [(None, value)]
        for place, child in children:
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
                continue
            if _lies_in(child, lines) or _is_default(around, field, lines):
                yield _Site(child, around, field, place)
            yield from _sites(child, around, lines)


def _lies_in(node: ast.AST, lines: frozenset[int]) -> bool:
    return getattr(node, "lineno", 0) in lines


def _is_default(around: tuple[ast.AST, ...], field: str, lines: frozenset[int]) -> bool:
    return field in ("defaults", "kw_defaults") and any(
        _lies_in(node, lines) for node in ast.walk(around[-2])
    )


def _rivals(site: _Site, owner: ast.AST) -> Iterator[ast.AST]:
    yield from rivals(site.node)
    if isinstance(site.node, ast.stmt) and _resolves_without(site.node, owner):
        yield ast.Pass()
    if isinstance(site.node, ast.Name) and isinstance(site.node.ctx, ast.Load):
        parameters = [node.arg for node in ast.walk(owner) if isinstance(node, ast.arg)]
        if site.node.id in parameters:
            following = parameters[parameters.index(site.node.id) - len(parameters) + 1]
            yield ast.Name(following, ast.Load())


def _resolves_without(statement: ast.stmt, owner: ast.AST) -> bool:
    """Is every name that the statement assigns also assigned elsewhere?"""
    parameters = Counter(node.arg for node in ast.walk(owner) if isinstance(node, ast.arg))
    known = parameters + _assigned(owner)
    return all(known[name] > count for name, count in _assigned(statement).items())


def _assigned(node: ast.AST) -> Counter[str]:
    names = (item for item in ast.walk(node) if isinstance(item, ast.Name))
    return Counter(item.id for item in names if isinstance(item.ctx, ast.Store))


# --------------------------------------------------------------------------------- texts


def _name(owner: ast.AST) -> str:
    return owner.name if isinstance(owner, ast.FunctionDef) else next(iter(_assigned(owner)))


def _unparse_with(site: _Site, rival: ast.AST, whole: ast.AST) -> str:
    site.put(rival)
    try:
        return ast.unparse(ast.fix_missing_locations(whole)) + "\n"
    finally:
        site.put(site.node)


def _edit(site: _Site, rival: ast.AST, owner: ast.AST) -> str:
    """The smallest piece of code that shows where the edit is, before and after it."""
    if isinstance(site.ancestors[-1], ast.arguments):
        name = _parameter(site.ancestors[-1], site)
        return f"{name}={ast.unparse(site.node)} -> {name}={ast.unparse(rival)}"
    whole = ast.unparse(owner)
    pieces = [
        node
        for node in (*site.ancestors[1:], site.node)
        if isinstance(node, ast.expr | ast.stmt) and not isinstance(node, SMALL)
    ]
    piece = next((node for node in reversed(pieces) if whole.count(_line(node)) == 1), pieces[-1])
    after = _line(rival) if piece is site.node else _head(_unparse_with(site, rival, piece))
    return f"{_line(piece)} -> {after}"


def _parameter(arguments: ast.arguments, site: _Site) -> str:
    assert site.place is not None
    if site.field == "kw_defaults":
        return arguments.kwonlyargs[site.place].arg
    named = [*arguments.posonlyargs, *arguments.args]
    return named[site.place - len(arguments.defaults)].arg


def _line(node: ast.AST) -> str:
    return _head(ast.unparse(node))


def _head(code: str) -> str:
    """One line of code as it is; of a compound statement, its head."""
    return code.partition("\n")[0]
