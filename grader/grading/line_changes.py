"""Replacements of one expression, in four turns, the likeliest first."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

TURNS = 4
LARGEST = 1e12  # of a constant that is changed
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
             ast.MatMult: "@", ast.FloorDiv: "//"}  # fmt: skip
COMPARISONS = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<="}
REDUCING = ("sum", "mean", "var", "std", "max", "min", "amax", "amin", "all", "any", "prod",
            "logsumexp", "softmax", "log_softmax", "norm", "median")  # fmt: skip
# The functions of a family: one may stand for another.
FAMILIES = (
    ("sum", "mean", "amax", "prod"), ("var", "std"), ("any", "all"), ("max", "amax", "min"),
    ("log", "log2", "log10", "log1p"), ("exp", "exp2", "expm1"), ("sqrt", "rsqrt", "square"),
    ("tanh", "sigmoid", "sinh", "cosh"), ("argmax", "argmin"), ("floor", "ceil", "round"),
    ("softmax", "log_softmax"), ("rand", "randn"), ("zeros_like", "ones_like"),
    ("zeros", "ones"), ("maximum", "minimum"), ("mean", "median"), ("abs", "square"),
)  # fmt: skip
UNARY = ("exp", "log", "tanh")
AXES = ("dim", "axis")
CORRECTIONS = ("correction", "unbiased", "ddof")


class Definition(NamedTuple):
    """Where a local name is assigned, and what it is made of.

    Attributes:
        line: of the assignment.
        use: the line of the only use.
        names: those in the value.
        is_step: whether the value is one step by its name, such as `torch.tanh(x)`. It is what
            it says: what is missing is rather missing where it is used.
    """

    line: int
    use: int
    names: frozenset[str]
    is_step: bool


class Scope(NamedTuple):
    """The names, keys, small expressions and modules in reach of an expression."""

    names: tuple[str, ...]
    parts: tuple[str, ...]
    modules: frozenset[str]
    definitions: Mapping[str, Definition] = {}  # of names that are used once
    assigned: frozenset[str] = frozenset()  # the local names


class Change(NamedTuple):
    """A text in the place of an expression, and what kind of slip it would mend."""

    turn: int
    prior: float
    kind: str
    text: str


TextOf = Callable[[ast.expr], str]


def changes_of(node: ast.expr, parent: ast.AST, scope: Scope, text_of: TextOf) -> Iterator[Change]:
    """The changes of one expression; none of them is the expression as it stands."""
    own = text_of(node)
    for change in _changes(node, parent, scope, text_of):
        if change.text != own:
            yield change


def _changes(node: ast.expr, parent: ast.AST, scope: Scope, text_of: TextOf) -> Iterator[Change]:
    if isinstance(node, ast.Call):
        yield from _of_call(node, scope, text_of)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node, parent)
    else:
        yield from _of_form(node, text_of)
    if isinstance(node, (ast.Name, ast.Subscript, ast.Constant)):
        yield from _of_name(node, parent, scope)
    if not isinstance(node, (ast.Constant, ast.Tuple, ast.List, ast.Dict)):
        yield from _missing(node, parent, scope, text_of(node))
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], (ast.Name, ast.Subscript)):
        sum_of = f"{text_of(parent.targets[0])} + ({text_of(node)})"
        yield Change(1, 1.3, "operator", sum_of)  # where += is asked for


# ------------------------------------------------------------------------------ turn 0 and 1


def _of_form(node: ast.expr, text_of: TextOf) -> Iterator[Change]:
    if isinstance(node, ast.BinOp):
        yield from _of_operation(node, text_of)
    elif isinstance(node, ast.UnaryOp):
        yield Change(0, 1.0, "sign", text_of(node.operand))
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
        far = (5 / 3, 1e-5, 1e-8, 1e-12, value * 10, value / 10)
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


def _of_name(node: ast.expr, parent: ast.AST, scope: Scope) -> Iterator[Change]:
    is_constant = isinstance(node, ast.Constant)
    if isinstance(node, ast.Constant) and (node.value is None or _is_axis(node, parent)):
        return
    is_local = isinstance(node, ast.Name) and node.id in scope.assigned
    for name in scope.names:
        if is_local and name.endswith("]"):
            continue  # what is given in its place would hide the line on which it goes wrong
        yield Change(1 if is_constant else 0, 1.3 if is_constant else 1.0, "name", name)
    for part in scope.parts:
        yield Change(1, 1.4, "number" if is_constant else "name", part)


def _of_tuple(node: ast.Tuple, text_of: TextOf) -> Iterator[Change]:
    parts = [f"({text_of(item)})" for item in node.elts]
    if not 2 <= len(parts) <= 4:
        return
    for one in range(len(parts)):
        for other in range(one):
            swapped = parts.copy()
            swapped[one], swapped[other] = parts[other], parts[one]
            yield Change(0, 1.0, "order", f"({', '.join(swapped)})")


# ------------------------------------------------------------------------------ calls


class _Parts(NamedTuple):
    """The texts of a call: what stands before the bracket, and the arguments."""

    head: str
    arguments: tuple[str, ...]
    keywords: tuple[tuple[str, str], ...]
    is_of_module: bool  # its own first argument is what a method's object is

    def without(self, *names: str) -> _Parts:
        return self._replace(keywords=tuple(one for one in self.keywords if one[0] not in names))

    def text(self, *more: str) -> str:
        named = (f"{name}={value}" if name else f"**{value}" for name, value in self.keywords)
        return f"{self.head}({', '.join((*self.arguments, *more, *named))})"


def _of_call(node: ast.Call, scope: Scope, text_of: TextOf) -> Iterator[Change]:
    keywords = tuple((one.arg or "", text_of(one.value)) for one in node.keywords)
    func = node.func
    base = func.value if isinstance(func, ast.Attribute) else None
    is_of_module = isinstance(base, ast.Name) and base.id in scope.modules
    arguments = tuple(text_of(one) for one in node.args)
    call = _Parts(text_of(func), arguments, keywords, is_of_module)
    if isinstance(func, ast.Attribute):
        yield from _of_method(call, func.attr, scope)
    elif isinstance(func, ast.Name):
        yield from _of_family(call, func.id)
    if node.args and not isinstance(node.args[0], ast.Starred):
        yield Change(1, 1.3, "surplus", arguments[0])
    if base is not None and not is_of_module:
        yield Change(1, 1.3, "surplus", text_of(base))
    if len(arguments) == 2:
        swapped = call._replace(arguments=arguments[::-1])
        yield Change(1, 1.2, "order", swapped.text())
    for name, _ in keywords:
        if name:
            yield Change(1, 1.2, "surplus", call.without(name).text())


def _of_method(call: _Parts, name: str, scope: Scope) -> Iterator[Change]:
    yield from _of_family(call, name)
    if name in REDUCING:
        yield from _of_reduction(call, name, scope)


def _of_family(call: _Parts, name: str) -> Iterator[Change]:
    prefix = call.head[: -len(name)]
    if not call.head.endswith(name):
        return
    for other in dict.fromkeys(one for family in FAMILIES if name in family for one in family):
        if other != name:
            yield Change(1, 1.1, "function", call._replace(head=prefix + other).text())


def _of_reduction(call: _Parts, name: str, scope: Scope) -> Iterator[Change]:
    bare = call.without(*AXES)
    bare = bare._replace(arguments=call.arguments[: 1 if call.is_of_module else 0])
    yield Change(0, 1.0, "axis", bare.text())
    for axis in ("0", "1", "-1"):
        yield Change(0, 1.0, "axis", bare.text(axis))
    kept = dict(call.keywords).get("keepdim", dict(call.keywords).get("keepdims"))
    if kept is None:
        for word in ("keepdim", "keepdims"):
            yield Change(1, 1.2, "shape", call.text(f"{word}=True"))
    if name in ("var", "std"):
        plain = call.without(*CORRECTIONS)
        others = [one for one in scope.names if one.strip("]'").endswith("correction")]
        for value in ("0", "1", *others):
            yield Change(0, 1.0, "correction", plain.text(f"correction={value}"))
            yield Change(1, 1.2, "correction", plain.text(f"ddof={value}"))


# ------------------------------------------------------------------------------ turn 2 and 3


def _missing(node: ast.expr, parent: ast.AST, scope: Scope, own: str) -> Iterator[Change]:
    """A call, a sign, a factor or a term that is not there."""
    if isinstance(parent, (ast.BinOp, ast.UnaryOp)) and isinstance(node, ast.Name):
        is_negated = False  # as the other operator, which has been tried
    else:
        is_negated = not isinstance(node, ast.UnaryOp)
    if is_negated:
        yield Change(0, _prior_of_sign(parent), "sign", f"-({own})")
    yield from _missing_calls(scope, own)
    above = OPERATORS.get(type(parent.op)) if isinstance(parent, ast.BinOp) else None
    if isinstance(node, ast.Compare):
        return
    returned = 0.3 if isinstance(parent, (ast.Return, ast.Tuple)) else 0.0  # made before, likelier
    for other in (*scope.names, *scope.parts):
        if other == own:
            continue
        if above not in ("*", "/"):
            yield Change(3, 2.0 + returned, "missing", f"({own}) * {other}")
            yield Change(3, 2.0 + returned, "missing", f"({own}) / {other}")
        if above not in ("+", "-"):
            yield Change(3, 2.1 + returned, "missing", f"({own}) - {other}")
            yield Change(3, 2.1 + returned, "missing", f"({own}) + {other}")


def _prior_of_sign(parent: ast.AST) -> float:
    """A whole result lacks its minus most likely where it is returned."""
    if isinstance(parent, ast.Return):
        return 0.9
    # Of a whole statement as likely as where its value is added or subtracted.
    return 1.0 if isinstance(parent, ast.Assign) else 1.1


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
