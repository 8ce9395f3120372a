"""Replacements that add to one expression what is not there: a sign, a call, a factor, a term."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.grading.lines.vocabulary import OPERATORS, Change, Scope

UNARY = ("exp", "log", "tanh")


def missing_changes(node: ast.expr, parent: ast.AST, scope: Scope, own: str) -> Iterator[Change]:
    """A call, a sign, a factor or a term that is not there."""
    yield from _missing_sign(node, parent, own)
    if isinstance(parent, (ast.Assign, ast.Return)):
        # Of a chain of statements each can make up for a factor of 2 that another one has wrong.
        for text in (f"({own}) * 2", f"({own}) / 2"):
            yield Change(0, 1.2, "missing", text)
    yield from _missing_calls(scope, own)
    if not isinstance(node, ast.Compare):
        yield from _missing_operands(node, parent, scope, own)


def _missing_sign(node: ast.expr, parent: ast.AST, own: str) -> Iterator[Change]:
    if isinstance(node, ast.UnaryOp):
        return
    if isinstance(node, ast.Name) and isinstance(parent, ast.BinOp):
        return  # as the other operator, which is tried
    if isinstance(parent, ast.Return):
        # A whole result lacks its minus most likely where it is returned.
        yield Change(0, 0.9, "sign", f"-({own})", rank=-1)
    else:
        # Of a whole statement as likely as where its value is added or subtracted.
        yield Change(0, 1.0 if isinstance(parent, ast.Assign) else 1.1, "sign", f"-({own})")


def _missing_operands(node: ast.expr, parent: ast.AST, scope: Scope, own: str) -> Iterator[Change]:
    above = OPERATORS.get(type(parent.op)) if isinstance(parent, ast.BinOp) else None
    is_returned = isinstance(parent, (ast.Return, ast.Tuple))
    later = 0.3 if is_returned else 0.0
    rank = int(is_returned and isinstance(node, ast.Name))  # where it is made it is likelier
    for other in (*scope.names, *scope.parts):
        if other == own:
            continue
        if above not in ("*", "/"):
            yield Change(3, 2.0 + later, "missing", f"({own}) * {other}", rank)
            yield Change(3, 2.0 + later, "missing", f"({own}) / {other}", rank)
        if above not in ("+", "-"):
            yield Change(3, 2.1 + later, "missing", f"({own}) - {other}", rank)
            yield Change(3, 2.1 + later, "missing", f"({own}) + {other}", rank)


def _missing_calls(scope: Scope, own: str) -> Iterator[Change]:
    for text in (f"abs({own})", f"({own}) ** 2", f"({own}) ** 0.5", f"1 / ({own})", f"1 - ({own})",
                 f"({own}) - 1", f"({own}) + 1", f"({own}) * 2", f"({own}) / 2", f"({own}).sum(0)",
                 f"({own}).mean(0)", f"({own}).sum()", f"({own}).mean()", f"({own}).T",
                 f"len({own})", f"({own}).double()", f"({own}).clone()"):  # fmt: skip
        yield Change(2, 1.5, "missing", text)
    for name in UNARY:
        if "torch" in scope.modules:
            yield Change(2, 1.5, "missing", f"torch.as_tensor({own}).{name}()")
        elif "np" in scope.modules:
            yield Change(2, 1.5, "missing", f"np.{name}({own})")
        elif "math" in scope.modules:
            yield Change(2, 1.5, "missing", f"math.{name}({own})")
