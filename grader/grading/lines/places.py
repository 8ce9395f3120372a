"""The expressions of a student's function that may be changed, and what may replace them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from grader.grading.lines.text import Text
from grader.grading.lines.vocabulary import Definition, Scope
from grader.sandbox.call import Call

MAX_NAMES = 24
MAX_PARTS = 8
MAX_PART_CHARACTERS = 22
ROWS = ("n", "N", "m", "batch", "batch_size")
CONVERSIONS = ("clone", "detach", "double", "flatten", "float", "item", "to")
# Fields of a statement that hold no expression whose change is a slip of the formula.
_SKIPPED = ("targets", "target", "annotation", "decorator_list", "returns", "msg", "exc", "cause")
_WITHOUT_VALUE = (ast.Starred, ast.Slice, ast.JoinedStr, ast.FormattedValue, ast.GeneratorExp,
                  ast.NamedExpr, ast.Lambda, ast.Await, ast.Yield, ast.YieldFrom)  # fmt: skip


class Place(NamedTuple):
    """An expression of a student's function that may be changed."""

    node: ast.expr
    parent: ast.AST
    scope: Scope


class Places:
    """Finds the places of functions of one submission."""

    def __init__(self, text: Text, modules: frozenset[str]) -> None:
        """`modules`: the names of imported modules, which are never changed."""
        self._text = text
        self._modules = modules

    def of(
        self, functions: Iterable[ast.FunctionDef], call: Call, ran: frozenset[int]
    ) -> Iterator[Place]:
        """The places of functions, in the lines that ran on a call."""
        for function in functions:
            scope = self._scope(function, call)
            for statement in ast.walk(function):
                if not isinstance(statement, ast.stmt) or statement is function:
                    continue
                own = list(_own_expressions(statement))
                last = max((one.end_lineno or 0 for one in own), default=0)
                if ran.isdisjoint(range(statement.lineno, last + 1)):
                    continue
                for expression in own:
                    for node, parent in self._expressions(expression, statement):
                        yield Place(node, parent, scope)

    def _expressions(self, node: ast.expr, parent: ast.AST) -> Iterator[tuple[ast.expr, ast.AST]]:
        if _has_value(node):
            yield node, parent
        for child in _children(node):
            is_module = isinstance(child, ast.Name) and child.id in self._modules
            if not is_module:
                yield from self._expressions(child, node)

    def _scope(self, function: ast.FunctionDef, call: Call) -> Scope:
        """The names and small expressions that may stand where another one should."""
        given = function.args
        parameters = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        stored = [
            node.id
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
        names = list(dict.fromkeys([*parameters, *stored]))[:MAX_NAMES]
        keys: list[str] = []
        if function.name == call.function:
            for name, value in zip(parameters, call.arguments, strict=False):
                keys += [f"{name}[{key!r}]" for key in value] if isinstance(value, dict) else []
        parts = dict.fromkeys([*_counts(names, keys, call, function), *self._parts(function)])
        return Scope(
            tuple(names + keys),
            tuple(parts)[:MAX_PARTS],
            self._modules,
            _definitions(function),
            _made_of(function, stored),
        )

    def _parts(self, function: ast.FunctionDef) -> Iterator[str]:
        whole = {node.value for node in ast.walk(function) if isinstance(node, ast.Assign)}
        for node in ast.walk(function):
            if isinstance(node, ast.BinOp) and node not in whole:
                start, end = self._text.span(node)
                if end - start <= MAX_PART_CHARACTERS:
                    yield f"({self._text.of(node)})"


def _definitions(function: ast.FunctionDef) -> dict[str, Definition]:
    """Of the local names that are assigned once and used once, where."""
    uses = Counter(
        (node.id, type(node.ctx)) for node in ast.walk(function) if isinstance(node, ast.Name)
    )
    found: dict[str, Definition] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if uses[name, ast.Store] == uses[name, ast.Load] == 1:
                use = next(one.lineno for one in _loads(function) if one.id == name)
                found[name] = Definition(node.lineno, use, _is_step(node.value))
    return found


def _made_of(function: ast.FunctionDef, stored: Iterable[str]) -> dict[str, frozenset[str]]:
    """The local names of a function, each with those in the values that are assigned to it."""
    found: dict[str, frozenset[str]] = dict.fromkeys(stored, frozenset())
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] |= {one.id for one in _loads(node.value)}
    return found


def _loads(tree: ast.AST) -> Iterator[ast.Name]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node


def _is_step(value: ast.expr) -> bool:
    """True for one call of a function on plain names that is more than a conversion."""
    if not isinstance(value, ast.Call):
        return False
    given = [*value.args, *(keyword.value for keyword in value.keywords)]
    named = value.func.attr if isinstance(value.func, ast.Attribute) else ""
    is_plain = all(isinstance(one, (ast.Name, ast.Constant)) for one in given)
    return is_plain and named not in CONVERSIONS


def _counts(
    names: Sequence[str], keys: Sequence[str], call: Call, function: ast.FunctionDef
) -> Iterator[str]:
    """The number of rows, less 1, and less the correction."""
    rows = next((name for name in ROWS if name in names), "")
    if not rows and function.name == call.function and names:
        rows = f"len({names[0]})"
        yield rows
    if rows:
        corrections = [one for one in (*names, *keys) if one.strip("]'").endswith("correction")]
        yield from (f"({rows} - {one})" for one in (*corrections, "1"))


def _own_expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a statement, without those of the statements in it."""
    if isinstance(statement, (ast.Assert, ast.Raise, ast.FunctionDef, ast.ClassDef)):
        return
    for field, value in ast.iter_fields(statement):
        if field not in _SKIPPED:
            items = value if isinstance(value, list) else [value]
            yield from (item for item in items if isinstance(item, ast.expr))


def _has_value(node: ast.expr) -> bool:
    """True if an expression can be replaced by another one."""
    if isinstance(node, _WITHOUT_VALUE):
        return False
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, (str, bytes))
    if isinstance(node, ast.Tuple):
        return not any(isinstance(item, (ast.Starred, ast.Slice)) for item in node.elts)
    return True


def _children(node: ast.expr) -> Iterable[ast.expr]:
    """The expressions right below one, as far as they can hold a slip."""
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            yield node.func.value
        yield from node.args
        yield from (keyword.value for keyword in node.keywords)
    elif isinstance(node, ast.Subscript) and is_key(node):
        return
    elif isinstance(node, ast.NamedExpr):
        yield node.value
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        yield node.elt
        for each in node.generators:
            yield from (each.iter, *each.ifs)
    else:
        yield from (child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))


def is_key(node: ast.expr) -> bool:
    """True if an expression is one value of a dict, such as cache["x"]."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    )
