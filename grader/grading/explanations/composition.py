"""Two mistakes at once: a three-way merge of two wrong functions and the reference of both.

Mistakes are written on top of the reference's own text, with as little changed as possible. Their
changes can therefore be put together: where they touch different places of the syntax tree, both
are made; where they change the same expression, `expressions.py` says how both may be meant.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from typing import Any

from grader.grading.explanations.expressions import substituted, unwrapped, within
from grader.grading.explanations.normal_form import FORMS, definitions, dump

Edit = tuple[int, int, int, list[Any]]  # start, end, side, new items


class Conflict(Exception):
    """The changes of two mistakes exclude each other."""


def composed(bases: Sequence[str], first: str, second: str) -> str | None:
    """The text of both mistakes at once, to run on top of the reference; None if they conflict.

    `bases` are right answers, the reference first: from one of them both texts must come.
    """
    for base in bases:
        for form in FORMS:
            try:
                return _merged_text(base, first, second, form)
            except Conflict:
                continue
    return None


def _merged_text(base: str, first: str, second: str, form: str) -> str:
    own, left, right = (definitions(text, form) for text in (base, first, second))
    merged: list[ast.stmt] = []
    for name in dict.fromkeys((*left, *right)):
        mine, theirs, before = left.get(name), right.get(name), own.get(name)
        if mine is None or theirs is None:
            merged.append(mine or theirs)  # type: ignore[arg-type]
        elif before is None:
            if dump(mine) != dump(theirs):
                raise Conflict(name)
            merged.append(mine)
        else:
            merged.append(_merge(before, mine, theirs))
    imports = [*_imports(base), *_imports(first), *_imports(second)]
    module = ast.Module([*imports, *copy.deepcopy(merged)], [])
    return ast.unparse(ast.fix_missing_locations(module))


def _imports(text: str) -> Iterator[ast.stmt]:
    for node in ast.parse(text).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node


# ------------------------------------------------------------------------------ merging


def _merge(base: Any, left: Any, right: Any) -> Any:
    """The node with the changes of both.

    Raises:
        Conflict: they exclude each other.
    """
    before, mine, theirs = dump(base), dump(left), dump(right)
    if mine in (before, theirs):
        return right
    if theirs == before:
        return left
    if type(base) is type(left) is type(right):
        with suppress(Conflict):
            return (_merge_lists if isinstance(base, list) else _merge_fields)(base, left, right)
    if isinstance(base, ast.expr) and isinstance(left, ast.expr) and isinstance(right, ast.expr):
        for join in (within, unwrapped, substituted):
            for one, other in ((left, right), (right, left)):
                if (found := join(base, one, other)) is not None:
                    return found
    raise Conflict


def _merge_fields(base: Any, left: Any, right: Any) -> Any:
    if not isinstance(base, ast.AST):
        raise Conflict
    if isinstance(base, ast.BinOp) and any(_is_replaced(base, one) for one in (left, right)):
        raise Conflict
    new = copy.copy(base)
    for field in base._fields:
        each = (getattr(node, field, None) for node in (base, left, right))
        setattr(new, field, _merge(*each))
    return new


def _is_replaced(base: ast.BinOp, other: ast.BinOp) -> bool:
    """True if nothing of an operation is left: it is another expression, not a changed one."""
    parts = ((base.op, other.op), (base.left, other.left), (base.right, other.right))
    return all(dump(before) != dump(after) for before, after in parts)


def _merge_lists(base: list[Any], left: list[Any], right: list[Any]) -> list[Any]:
    if len(base) == len(left) == len(right):
        try:
            return [_merge(*each) for each in zip(base, left, right, strict=True)]
        except Conflict:
            pass
    edits = sorted(
        (*_edits(base, left, 0), *_edits(base, right, 1)), key=lambda edit: (edit[0], edit[1])
    )
    merged: list[Any] = []
    done = 0
    while edits:
        start, end, side, new = edits.pop(0)
        if edits and edits[0][2] != side and (edits[0][0] < end or edits[0][0] == start):
            new = _merge_edit(base[start:end], (start, end, new), edits.pop(0))
        if edits and edits[0][0] < end:
            raise Conflict
        merged += [*base[done:start], *new]
        done = end
    return [*merged, *base[done:]]


def _edits(
    base: list[Any], other: list[Any], side: int
) -> Iterator[tuple[int, int, int, list[Any]]]:
    """The runs in which two lists differ."""
    matcher = SequenceMatcher(None, list(map(dump, base)), list(map(dump, other)), autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            yield start, end, side, other[first:last]


def _merge_edit(
    base: list[Any],
    mine: tuple[int, int, list[Any]],
    theirs: Edit,
) -> list[Any]:
    """Two edits of the same run, item by item."""
    start, end, new = mine
    other_start, other_end, _, other = theirs
    if (start, end) != (other_start, other_end):
        raise Conflict
    if dump(new) == dump(other):
        return new
    if len(base) != len(new) or len(base) != len(other):
        raise Conflict
    return [_merge(*each) for each in zip(base, new, other, strict=True)]
