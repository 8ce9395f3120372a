"""Normal forms of Python functions, in which two ways to write the same are one text.

Mistakes are compared, and merged, in these forms: what differs is then what is meant.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeGuard

# Methods that take the axis first: `x.sum(0)` and `x.sum(dim=0)` are the same.
_REDUCTIONS = frozenset(
    ("sum", "mean", "var", "std", "all", "any", "amax", "amin", "argmax", "logsumexp", "softmax",
     "log_softmax", "prod", "cumsum")
)  # fmt: skip
PLAIN, INLINED, EXPANDED = FORMS = ("plain", "inlined", "expanded")
Definitions = dict[str, ast.stmt]
MAX_TEXTS = 256  # of which the definitions are kept


@lru_cache(MAX_TEXTS)
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


def dump(node: Any) -> str:
    """A syntax tree as text, for comparing."""
    if isinstance(node, list):
        return "[" + ",".join(map(dump, node)) + "]"
    return ast.dump(node) if isinstance(node, ast.AST) else repr(node)
