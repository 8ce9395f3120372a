"""Replacements that put brackets elsewhere: `f(a + b)` for `f(a) + b`, `a - b**2` for `(a - b)**2`.

The parts of the expression stay, and what is done to them; the order in which it is done does not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from grader.grading.lines.vocabulary import OPERATORS, Change, Scope, TextOf


class _Step(NamedTuple):
    """A call as something that is done to one operand: `before` + operand + `after`."""

    before: str
    operand: ast.expr
    after: str

    def on(self, operand: str) -> str:
        return f"{self.before}{operand}{self.after}"


def regroupings(node: ast.expr, scope: Scope, text_of: TextOf) -> Iterator[Change]:
    """The changes of the order in which an expression does what it does."""
    if isinstance(node, ast.BinOp):
        texts = _of_operation(node, scope, text_of)
    elif isinstance(node, ast.Call):
        texts = _of_call(node, scope, text_of)
    else:
        return
    for text in texts:
        yield Change(1, 1.2, "order", text)


def _of_operation(node: ast.BinOp, scope: Scope, text_of: TextOf) -> Iterator[str]:
    own = OPERATORS.get(type(node.op))
    left, right = f"({text_of(node.left)})", f"({text_of(node.right)})"
    if isinstance(node.left, ast.BinOp):  # (a - b) * c
        sign = OPERATORS.get(type(node.left.op))
        one, other = f"({text_of(node.left.left)})", f"({text_of(node.left.right)})"
        yield f"{one} {sign} ({other} {own} {right})"
        yield f"({one} {own} {right}) {sign} {other}"
    if isinstance(node.right, ast.BinOp):  # a * (b - c)
        sign = OPERATORS.get(type(node.right.op))
        one, other = f"({text_of(node.right.left)})", f"({text_of(node.right.right)})"
        yield f"({left} {own} {one}) {sign} {other}"
    for step in _steps(node.left, scope, text_of):  # f(a) * b
        yield step.on(f"(({text_of(step.operand)}) {own} {right})")
    for step in _steps(node.right, scope, text_of):
        yield step.on(f"({left} {own} ({text_of(step.operand)}))")


def _of_call(node: ast.Call, scope: Scope, text_of: TextOf) -> Iterator[str]:
    for step in _steps(node, scope, text_of):
        inner = step.operand
        if isinstance(inner, ast.BinOp):  # f(a + b)
            sign = OPERATORS.get(type(inner.op))
            left, right = f"({text_of(inner.left)})", f"({text_of(inner.right)})"
            yield f"{step.on(left)} {sign} {right}"
            yield f"{left} {sign} {step.on(right)}"
        for other in _steps(inner, scope, text_of):  # f(g(a))
            yield other.on(step.on(f"({text_of(other.operand)})"))


def _steps(node: ast.expr, scope: Scope, text_of: TextOf) -> Iterator[_Step]:
    """A call as a step: of its first argument, or of the object whose method it is."""
    if not isinstance(node, ast.Call):
        return
    func = node.func
    arguments = [text_of(one) for one in node.args]
    named = [f"{one.arg}={text_of(one.value)}" for one in node.keywords if one.arg]
    if isinstance(func, ast.Attribute):
        base = func.value
        if not (isinstance(base, ast.Name) and base.id in scope.modules):
            yield _Step("(", base, f").{func.attr}({', '.join((*arguments, *named))})")
            return
    if node.args and not isinstance(node.args[0], ast.Starred):
        rest = "".join(f", {one}" for one in (*arguments[1:], *named))
        yield _Step(f"{text_of(func)}(", node.args[0], f"{rest})")
