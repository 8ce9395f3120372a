"""Replacements of one expression, in four turns, the likeliest first."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator

from grader.grading.lines.calls import changes_of_call
from grader.grading.lines.grouping import regroupings
from grader.grading.lines.missing import missing_changes
from grader.grading.lines.vocabulary import AXES, OPERATORS, REDUCING, Change, Scope, TextOf

TRANSPOSED = ("T", "mT")
LARGEST = 1e12  # of a constant that is changed
COMPARISONS = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<="}


def changes_of(node: ast.expr, parent: ast.AST, scope: Scope, text_of: TextOf) -> Iterator[Change]:
    """The changes of one expression; none of them is the expression as it stands."""
    own = text_of(node)
    for change in _changes(node, parent, scope, text_of):
        if change.text != own:
            yield change


def _changes(node: ast.expr, parent: ast.AST, scope: Scope, text_of: TextOf) -> Iterator[Change]:
    if isinstance(node, ast.Call):
        yield from changes_of_call(node, scope, text_of)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node, parent)
    else:
        yield from _of_form(node, text_of)
    yield from regroupings(node, scope, text_of)
    if isinstance(node, (ast.Name, ast.Subscript, ast.Constant)):
        yield from _of_name(node, parent, scope, text_of)
    if not isinstance(node, (ast.Constant, ast.Tuple, ast.List, ast.Dict)):
        yield from missing_changes(node, parent, scope, text_of(node))
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], (ast.Name, ast.Subscript)):
        sum_of = f"{text_of(parent.targets[0])} + ({text_of(node)})"
        yield Change(1, 1.3, "operator", sum_of)  # where += is asked for


# ------------------------------------------------------------------------------ turn 0 and 1


def _of_form(node: ast.expr, text_of: TextOf) -> Iterator[Change]:
    if isinstance(node, ast.BinOp):
        yield from _of_operation(node, text_of)
    elif isinstance(node, ast.UnaryOp):
        yield Change(0, 1.0, "sign", text_of(node.operand))
    elif isinstance(node, ast.Attribute) and node.attr in TRANSPOSED:
        yield Change(1, 1.3, "surplus", text_of(node.value))
    elif isinstance(node, ast.Compare):
        yield from _of_comparison(node, text_of)
    elif isinstance(node, ast.Tuple):
        yield from _of_tuple(node, text_of)
    elif isinstance(node, ast.IfExp):
        yield Change(1, 1.3, "surplus", text_of(node.body))
        yield Change(1, 1.3, "surplus", text_of(node.orelse))


def _of_operation(node: ast.BinOp, text_of: TextOf) -> Iterator[Change]:
    left, right = f"({text_of(node.left)})", f"({text_of(node.right)})"
    own = OPERATORS.get(type(node.op))
    for sign in ("+", "-", "*", "/", "**"):
        is_sign = {own, sign} == {"+", "-"}
        is_likely = is_sign or {own, sign} == {"*", "/"}
        if sign != own:
            kind = "sign" if is_sign else "operator"
            yield Change(0, 1.0 if is_likely else 1.1, kind, f"{left} {sign} {right}")
    if own in ("-", "/", "**", "@"):
        yield Change(1, 1.2, "order", f"{right} {own} {left}")
    if own == "-":
        yield Change(1, 1.3, "surplus", f"-{right}")
    yield Change(1, 1.3, "surplus", left)
    yield Change(1, 1.3, "surplus", right)


def _of_comparison(node: ast.Compare, text_of: TextOf) -> Iterator[Change]:
    if len(node.ops) != 1 or type(node.ops[0]) not in COMPARISONS:
        return
    left, right = f"({text_of(node.left)})", f"({text_of(node.comparators[0])})"
    for sign in COMPARISONS.values():
        if sign != COMPARISONS[type(node.ops[0])]:
            yield Change(0, 1.0, "comparison", f"{left} {sign} {right}")


def _of_constant(node: ast.Constant, parent: ast.AST) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield Change(0, 1.0, "number", str(not value))
    elif isinstance(value, (int, float)) and abs(value) < LARGEST:
        kind = "axis" if _is_axis(node, parent) else "number"
        near = (value + 1, value - 1, -value, value * 2, value / 2, 0, 1, 2, -1, 0.5, 3)
        far = (5 / 3, 1e-5, 1e-8, 1e-12, value * 10, value / 10, abs(value) ** 0.5)
        for other in near if kind == "number" else (0, 1, -1):
            if math.isfinite(other):
                yield Change(0, 1.0 if kind == "axis" else 1.1, kind, repr(other))
        for other in far if kind == "number" else ():
            yield Change(1, 1.3, kind, repr(other))
    elif value is None:
        yield Change(0, 1.0, "axis", "0")
        yield Change(0, 1.0, "axis", "1")


def _is_axis(node: ast.Constant, parent: ast.AST) -> bool:
    if not isinstance(parent, ast.Call) or not isinstance(parent.func, ast.Attribute):
        return False
    by_name = any(one.value is node and one.arg in AXES for one in parent.keywords)
    return by_name or (node in parent.args and parent.func.attr in REDUCING)


def _of_name(node: ast.expr, parent: ast.AST, scope: Scope, text_of: TextOf) -> Iterator[Change]:
    is_constant = isinstance(node, ast.Constant)
    if isinstance(node, ast.Constant) and (node.value is None or _is_axis(node, parent)):
        return
    own = node.id if isinstance(node, ast.Name) else ""
    given = [text_of(one).strip("()") for one in _arguments(parent)]
    for name in scope.names:
        if own in scope.made_of and name.endswith("]"):
            continue  # what is given in its place would hide the line on which it goes wrong
        if name in given:
            continue  # hardly any call is given the same twice
        rank = int(name in scope.made_of.get(own, ()))  # goes around what may be wrong itself
        yield Change(1 if is_constant else 0, 1.3 if is_constant else 1.0, "name", name, rank)
    for part in scope.parts:
        if part.strip("()") not in given:
            yield Change(1, 1.4, "number" if is_constant else "name", part)


def _arguments(node: ast.AST) -> list[ast.expr]:
    return node.args if isinstance(node, ast.Call) else []


def _of_tuple(node: ast.Tuple, text_of: TextOf) -> Iterator[Change]:
    parts = [f"({text_of(item)})" for item in node.elts]
    if not 2 <= len(parts) <= 4:
        return
    for one in range(len(parts)):
        for other in range(one):
            swapped = parts.copy()
            swapped[one], swapped[other] = parts[other], parts[one]
            yield Change(0, 1.0, "order", f"({', '.join(swapped)})")
