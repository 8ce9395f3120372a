"""Two mistakes at once: a three-way merge of two wrong functions and the reference of both.

Mistakes are written on top of the reference's own text, with as little changed as possible. Their
changes can therefore be put together: where they touch different places of the syntax tree, both
are made; where one of them wraps an expression that the other changes, the other goes inside.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from functools import cache
from typing import Any, TypeGuard

# Methods that take the axis first: `x.sum(0)` and `x.sum(dim=0)` are the same.
_REDUCTIONS = frozenset(
    ("sum", "mean", "var", "std", "all", "any", "amax", "amin", "argmax", "logsumexp", "softmax",
     "log_softmax", "prod", "cumsum")
)  # fmt: skip
PLAIN, INLINED, EXPANDED = FORMS = ("plain", "inlined", "expanded")
Definitions = dict[str, ast.stmt]
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


# ------------------------------------------------------------------------------ normal forms


@cache
def definitions(text: str, form: str) -> Definitions:
    """The functions and constants of a text in a normal form, by name.

    Docstrings, annotations and the words of exceptions are left out; axes are named; `a, b = c, d`
    is two statements. In the forms INLINED and EXPANDED a name that is used once stands where it is
    used; in EXPANDED `(a + b) * c` is `a * c + b * c`.
    """
    found: Definitions = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = _normal(node, form)
        elif isinstance(node, ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node
    return found


def _imports(text: str) -> Iterator[ast.stmt]:
    for node in ast.parse(text).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node


def _normal(function: ast.FunctionDef, form: str) -> ast.FunctionDef:
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:] or [ast.Pass()]
    function.returns = None
    for argument in ast.walk(function.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    function = _Spelling().visit(function)
    function.body = list(_split(function.body))
    while form != PLAIN and _inline_one(function.body):
        pass
    return _Expanded().visit(function) if form == EXPANDED else function


class _Spelling(ast.NodeTransformer):
    """One way to write what can be written in two."""

    def visit_Raise(self, node: ast.Raise) -> ast.Raise:
        if isinstance(node.exc, ast.Call):
            node.exc = ast.Call(node.exc.func, [], [])
        return node

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        names = {keyword.arg for keyword in node.keywords}
        is_method = isinstance(node.func, ast.Attribute) and node.func.attr in _REDUCTIONS
        if is_method and len(node.args) == 1 and "dim" not in names and not _is_module(node.func):
            node.keywords = [ast.keyword("dim", node.args[0]), *node.keywords]
            node.args = []
        node.keywords.sort(key=lambda keyword: keyword.arg or "")
        return node


class _Expanded(ast.NodeTransformer):
    """Products of sums as sums of products, so that each term can have a mistake of its own."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        left, right = node.left, node.right
        if isinstance(node.op, (ast.Mult, ast.Div)) and _is_sum(left):
            return self._with_each(left, lambda term: ast.BinOp(term, node.op, right))
        if isinstance(node.op, ast.Mult) and _is_sum(right):
            return self._with_each(right, lambda term: ast.BinOp(left, node.op, term))
        return node

    def _with_each(self, total: ast.BinOp, product: Callable[[ast.expr], ast.expr]) -> ast.expr:
        terms = [self.visit(copy.deepcopy(product(term))) for term in (total.left, total.right)]
        return ast.BinOp(terms[0], total.op, terms[1])


def _is_sum(node: ast.expr) -> TypeGuard[ast.BinOp]:
    return isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))


def _is_module(function: ast.expr) -> bool:
    owner = function.value if isinstance(function, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("torch", "np", "numpy", "math", "F")


def _split(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements with `a, b = c, d` as two, where neither uses what the other sets."""
    for statement in body:
        for part in ("body", "orelse"):
            if isinstance(inner := getattr(statement, part, None), list):
                setattr(statement, part, list(_split(inner)))
        pairs = _pairs(statement)
        if pairs:
            for target, value in pairs:
                yield ast.Assign([target], value, lineno=statement.lineno, col_offset=0)
        else:
            yield statement


def _pairs(statement: ast.stmt) -> list[tuple[ast.expr, ast.expr]]:
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            if len(names) == len(targets) == len(values) and not names & _loads(values):
                return list(zip(targets, values, strict=True))
    return []


def _inline_one(body: list[ast.stmt]) -> bool:
    """Put the value of one name that is set once and used once, in the next statement, there."""
    for position, statement in enumerate(body[:-1]):
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                uses = [later for later in body[position + 1 :] if name in _loads([later])]
                once = _count(body, name, ast.Store) == 1 and _count(body, name, ast.Load) == 1
                simple = uses and isinstance(uses[0], (ast.Assign, ast.Return, ast.Expr))
                if once and simple and _is_movable(value, body, position, body.index(uses[0])):
                    _Inline(name, value).visit(uses[0])
                    del body[position]
                    return True
    return False


class _Inline(ast.NodeTransformer):
    def __init__(self, name: str, value: ast.expr) -> None:
        self._name = name
        self._value = value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._value if node.id == self._name and isinstance(node.ctx, ast.Load) else node


def _is_movable(value: ast.expr, body: Sequence[ast.stmt], start: int, end: int) -> bool:
    """True if nothing between two statements can change a value."""
    used = _loads([value])
    between = body[start + 1 : end]
    changed = {
        part.id
        for statement in between
        for part in ast.walk(statement)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    return not used & changed and not any(isinstance(each, ast.AugAssign) for each in between)


def _loads(nodes: Sequence[ast.AST]) -> set[str]:
    return {
        part.id
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
    }


def _count(body: Sequence[ast.stmt], name: str, context: type[ast.expr_context]) -> int:
    return sum(
        isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, context)
        for statement in body
        for part in ast.walk(statement)
    )


# ------------------------------------------------------------------------------ merging


def dump(node: Any) -> str:
    """A syntax tree as text, for comparing."""
    if isinstance(node, list):
        return "[" + ",".join(map(dump, node)) + "]"
    return ast.dump(node) if isinstance(node, ast.AST) else repr(node)


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
    if isinstance(base, ast.expr):
        for outer, inner in ((left, right), (right, left)):
            if isinstance(outer, ast.expr) and _holds(outer, before):
                return _Put(before, inner).visit(copy.deepcopy(outer))
            if (found := _unwrapped(base, outer, inner)) is not None:
                return found
    raise Conflict


def _merge_fields(base: Any, left: Any, right: Any) -> Any:
    if not isinstance(base, ast.AST):
        raise Conflict
    new = copy.copy(base)
    for field in base._fields:
        each = (getattr(node, field, None) for node in (base, left, right))
        setattr(new, field, _merge(*each))
    return new


def _unwrapped(base: ast.expr, inner: Any, other: Any) -> ast.expr | None:
    """The part of an expression that one mistake leaves alone, as the other has it."""
    wanted = dump(inner)
    for path in _paths(base):
        if path and dump(_at(base, path)) == wanted:
            part = _at(other, path)
            if part is not None and dump(_with(other, path, inner)) == dump(base):
                whole: ast.expr = copy.deepcopy(part)
                return whole
    return None


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


def _holds(outer: ast.expr, before: str) -> bool:
    return any(isinstance(part, ast.expr) and dump(part) == before for part in ast.walk(outer))


class _Put(ast.NodeTransformer):
    """Puts an expression in the place of another."""

    def __init__(self, before: str, new: ast.expr) -> None:
        self._before = before
        self._new = new

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.expr) and dump(node) == self._before:
            return copy.deepcopy(self._new)
        return self.generic_visit(node)


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
