"""One expression with the changes of two mistakes, where both change it as a whole.

Each function takes the expression as it was, and as each mistake has it. It gives None where it has
no answer.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping
from typing import Any

from grader.grading.explanations.normal_form import dump


def within(base: ast.expr, outer: ast.expr, inner: ast.expr) -> ast.expr | None:
    """The expression that one mistake wraps, with the other's inside the wrapping."""
    before = dump(base)
    return _put(outer, {before: inner}) if _holds(outer, before) else None


def unwrapped(base: ast.expr, inner: ast.expr, other: ast.expr) -> ast.expr | None:
    """The part of an expression that one mistake leaves alone, as the other has it."""
    wanted = dump(inner)
    for path in _paths(base):
        if path and dump(_at(base, path)) == wanted:
            part = _at(other, path)
            if part is not None and dump(_with(other, path, inner)) == dump(base):
                whole: ast.expr = copy.deepcopy(part)
                return whole
    return None


def substituted(base: ast.expr, one: ast.expr, other: ast.expr) -> ast.expr | None:
    """The other's expression, with what one mistake puts in the place of parts throughout.

    Where one takes `x.clamp(0)` for every `x`, so does it in what the other made of the whole.
    """
    changed = _changed(base, one)
    news = {dump(before): after for before, after in changed}
    for before, after in changed:
        own = dump(before)
        times = sum(dump(each) == own for each, _ in changed)
        is_everywhere = dump(after) == dump(news[own]) and _count(base, own) == times
        if isinstance(before, ast.Constant) or not is_everywhere or not _holds(other, own):
            return None
    return _put(other, news)


# ------------------------------------------------------------------------------ parts


def _holds(outer: ast.AST, before: str) -> bool:
    return _count(outer, before) > 0


def _count(outer: ast.AST, before: str) -> int:
    return sum(isinstance(part, ast.expr) and dump(part) == before for part in ast.walk(outer))


def _put(outer: ast.expr, news: Mapping[str, ast.expr]) -> ast.expr:
    """A copy of an expression with others in the place of parts."""
    whole: ast.expr = _Put(news).visit(copy.deepcopy(outer))
    return whole


class _Put(ast.NodeTransformer):
    def __init__(self, news: Mapping[str, ast.expr]) -> None:
        self._news = news

    def visit(self, node: ast.AST) -> Any:
        new = self._news.get(dump(node)) if isinstance(node, ast.expr) else None
        return self.generic_visit(node) if new is None else copy.deepcopy(new)


def _changed(base: ast.expr, other: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """The smallest parts in which an expression differs from another, with what they became."""
    if dump(base) == dump(other):
        return []
    return _changed_below(base, other) or [(base, other)]


def _changed_below(base: ast.AST, other: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    """The same of the parts; none if it is not only parts that differ."""
    if type(base) is not type(other):
        return []
    mine, theirs = list(ast.iter_child_nodes(base)), list(ast.iter_child_nodes(other))
    if len(mine) != len(theirs) or _own(base) != _own(other):
        return []
    found: list[tuple[ast.expr, ast.expr]] = []
    for before, after in zip(mine, theirs, strict=True):
        if isinstance(before, ast.expr) and isinstance(after, ast.expr):
            found += _changed(before, after)
        elif dump(before) != dump(after):
            below = _changed_below(before, after)
            if not below:
                return []
            found += below
    return found


def _own(node: ast.AST) -> list[str]:
    """What a node has that is no node, such as a name."""
    return [
        repr(value)
        for _, value in ast.iter_fields(node)
        if not isinstance(value, ast.AST) and not isinstance(value, list)
    ]


Path = tuple[str | int, ...]


def _paths(node: Any, path: Path = ()) -> Iterator[Path]:
    """The ways to all expressions below a node."""
    if isinstance(node, ast.expr):
        yield path
    if isinstance(node, ast.AST):
        for field, value in ast.iter_fields(node):
            yield from _paths(value, (*path, field))
    elif isinstance(node, list):
        for position, item in enumerate(node):
            yield from _paths(item, (*path, position))


def _at(node: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, int):
            node = node[step] if isinstance(node, list) and step < len(node) else None
        else:
            node = getattr(node, step, None)
    return node


def _with(node: Any, path: Path, new: Any) -> Any:
    """A copy of a node with another part at the end of a path."""
    whole = copy.deepcopy(node)
    owner = _at(whole, path[:-1])
    last = path[-1]
    if isinstance(last, int):
        owner[last] = new
    else:
        setattr(owner, last, new)
    return whole
