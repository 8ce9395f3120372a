"""Every wrong answer that is one small edit away from a reference.

An edit replaces one node of the syntax tree by another. Only what a student writes is edited, the
lines between `# BEGIN SOLUTION` and `# END SOLUTION`, and the defaults of the functions around
them; never a docstring, nor the text of an error message.
"""

from __future__ import annotations

import ast
import copy
import itertools
import types
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

OPERATORS: Mapping[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Div),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.Sub, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult, ast.Div),
    ast.MatMult: (ast.Mult,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Gt: (ast.GtE, ast.Lt, ast.NotEq),
    ast.GtE: (ast.Gt, ast.LtE, ast.Eq),
    ast.Lt: (ast.LtE, ast.Gt, ast.NotEq),
    ast.LtE: (ast.Lt, ast.GtE, ast.Eq),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
# Functions, methods and exceptions that are taken for one another.
NAMES: Mapping[str, tuple[str, ...]] = {
    "sum": ("mean", "prod"), "mean": ("sum", "median"), "prod": ("sum",),
    "max": ("min",), "min": ("max",), "any": ("all",), "all": ("any",),
    "sqrt": ("rsqrt", "square"), "rsqrt": ("sqrt",), "square": ("sqrt",),
    "exp": ("log",), "log": ("exp", "log2", "log10"), "log10": ("log", "log2"),
    "tanh": ("sigmoid",), "sigmoid": ("tanh",), "std": ("var",), "var": ("std",),
    "zeros_like": ("ones_like",), "ones_like": ("zeros_like",),
    "zeros": ("ones",), "ones": ("zeros",), "rand": ("randn",), "randn": ("rand",),
    "double": ("float",), "floor": ("ceil", "round"), "long": ("double",),
    "no_grad": ("enable_grad",), "ValueError": ("TypeError", "Exception"),
}  # fmt: skip
# Keywords that are left out by habit: (keyword, value).
HABITS: Mapping[str, tuple[str, int]] = {
    "mean": ("dim", 0), "sum": ("dim", 0), "any": ("dim", 0), "all": ("dim", 0),
    "std": ("correction", 0), "var": ("correction", 0),
}  # fmt: skip
MODULES = frozenset({"math", "torch"})
LEAVES = (ast.Constant, ast.Name, ast.keyword, ast.comprehension)


@dataclass(frozen=True)
class Mutant:
    """A reference with one edit."""

    owner: str  # the function that is edited, or the name that the edited line assigns
    edit: str  # before -> after, without line numbers; no other edit of the owner reads the same
    source: str


@dataclass(frozen=True)
class _Site:
    """A place in the tree: `place` of `field` of the last of its ancestors."""

    node: ast.AST
    ancestors: tuple[ast.AST, ...]
    field: str
    place: int | None

    def put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.ancestors[-1], self.field, node)
        else:
            getattr(self.ancestors[-1], self.field)[self.place] = node


def mutants(source: str) -> tuple[Mutant, ...]:
    """All mutants of a reference whose compiled code differs, from it and from one another."""
    tree = ast.parse(source)
    lines = _solution_lines(source)
    seen = {_bare_code(source)}
    found = list[Mutant]()
    repeats = Counter[tuple[str, str]]()
    for statement in tree.body:
        owner = _owner(statement)
        for site in _sites(statement, (tree,), lines):
            for new in _replacements(site, statement):
                before, after = _edit(site, new, statement)
                mutated = _source(site, new, tree)
                code = _bare_code(mutated)
                if code in seen:
                    continue
                seen.add(code)
                edit = f"{before} -> {after}"
                repeats[owner, edit] += 1
                count = repeats[owner, edit]
                found.append(Mutant(owner, edit + f" #{count}" * (count > 1), mutated))
    return tuple(found)


# -------------------------------------------------------------------------------- places


def _solution_lines(source: str) -> frozenset[int]:
    inside, found = False, set[int]()
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() in ("# BEGIN SOLUTION", "# END SOLUTION"):
            inside = line.strip() == "# BEGIN SOLUTION"
        elif inside:
            found.add(number)
    return frozenset(found)


def _sites(
    node: ast.AST, ancestors: tuple[ast.AST, ...], lines: frozenset[int]
) -> Iterator[_Site]:
    """Every node of a solution below `node`, the outer ones first."""
    for field, value in ast.iter_fields(node):
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
                continue
            chain = (*ancestors, node)
            if getattr(child, "lineno", 0) in lines or _is_default(node, field, ancestors, lines):
                yield _Site(child, chain, field, place)
            yield from _sites(child, chain, lines)


def _is_default(
    node: ast.AST, field: str, ancestors: Sequence[ast.AST], lines: frozenset[int]
) -> bool:
    function = ancestors[-1]
    return (
        isinstance(node, ast.arguments)
        and field in ("defaults", "kw_defaults")
        and any(getattr(inner, "lineno", 0) in lines for inner in ast.walk(function))
    )


def _owner(statement: ast.stmt) -> str:
    names = [node.id for node in ast.walk(statement) if isinstance(node, ast.Name)]
    return statement.name if isinstance(statement, ast.FunctionDef) else (*names, "module")[0]


# --------------------------------------------------------------------------------- texts


def _edit(site: _Site, new: ast.AST, owner: ast.stmt) -> tuple[str, str]:
    """The smallest piece of code that tells where the edit is, before and after it."""
    if isinstance(site.ancestors[-1], ast.arguments):
        name = _parameter(site)
        return f"{name}={ast.unparse(site.node)}", f"{name}={ast.unparse(new)}"
    whole = ast.unparse(_without_docstring(owner))
    around = [node for node in (*site.ancestors, site.node) if not isinstance(node, LEAVES)]
    pieces = [node for node in around if isinstance(node, ast.expr | ast.stmt)]
    piece = next((node for node in reversed(pieces) if whole.count(_line(node)) == 1), pieces[-1])
    before = _line(piece)
    if piece is site.node:
        return before, _line(new)
    site.put(new)
    after = _line(piece)
    site.put(site.node)
    return before, after


def _parameter(site: _Site) -> str:
    arguments = site.ancestors[-1]
    assert isinstance(arguments, ast.arguments)
    assert site.place is not None
    if site.field == "kw_defaults":
        return arguments.kwonlyargs[site.place].arg
    named = [*arguments.posonlyargs, *arguments.args]
    return named[site.place - len(arguments.defaults)].arg


def _line(node: ast.AST) -> str:
    """The code of a node; of a compound statement, its head."""
    return ast.unparse(node).partition("\n")[0]


def _without_docstring(statement: ast.stmt) -> ast.stmt:
    if not isinstance(statement, ast.FunctionDef) or ast.get_docstring(statement) is None:
        return statement
    return _with(statement, body=statement.body[1:])


def _source(site: _Site, new: ast.AST, tree: ast.Module) -> str:
    site.put(new)
    source = ast.unparse(tree)
    site.put(site.node)
    return source + "\n"


def _bare_code(source: str) -> types.CodeType:
    """What the source compiles to, without the places in the file."""
    return _without_places(compile(ast.unparse(ast.parse(source)), "", "exec"))


def _without_places(code: types.CodeType) -> types.CodeType:
    constants = tuple(
        _without_places(item) if isinstance(item, types.CodeType) else item
        for item in code.co_consts
    )
    return code.replace(co_consts=constants, co_linetable=b"", co_firstlineno=1)


# --------------------------------------------------------------------------------- edits


def _replacements(site: _Site, owner: ast.stmt) -> Iterator[ast.AST]:
    node = site.node
    for kind, replace in KINDS.items():
        if isinstance(node, kind):
            yield from replace(node)
    if isinstance(node, ast.stmt) and _resolves_without(node, owner):
        yield ast.Pass()
    if _is_condition(site):
        yield from (ast.UnaryOp(ast.Not(), node), ast.Constant(True), ast.Constant(False))
    if _is_value(site):
        yield ast.UnaryOp(ast.USub(), node)
