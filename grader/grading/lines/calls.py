"""Replacements of one call: another function, axis or correction, or less of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from grader.grading.lines.vocabulary import AXES, REDUCING, Change, Scope, TextOf

# The functions of a family: one may stand for another.
FAMILIES = (
    ("sum", "mean", "amax", "prod"), ("var", "std"), ("any", "all"), ("max", "amax", "min"),
    ("log", "log2", "log10", "log1p"), ("exp", "exp2", "expm1"), ("sqrt", "rsqrt", "square"),
    ("tanh", "sigmoid", "sinh", "cosh"), ("argmax", "argmin"), ("floor", "ceil", "round"),
    ("softmax", "log_softmax"), ("rand", "randn"), ("zeros_like", "ones_like"),
    ("zeros", "ones"), ("maximum", "minimum"), ("mean", "median"), ("abs", "square"),
)  # fmt: skip
CORRECTIONS = ("correction", "unbiased", "ddof")


def changes_of_call(node: ast.Call, scope: Scope, text_of: TextOf) -> Iterator[Change]:
    """The changes of a call as a whole; those of its arguments are made for themselves."""
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


def _of_method(call: _Parts, name: str, scope: Scope) -> Iterator[Change]:
    yield from _of_family(call, name)
    if name in REDUCING:
        yield from _of_reduction(call, name, scope)


def _of_family(call: _Parts, name: str) -> Iterator[Change]:
    if call.head == "len":
        for one in call.arguments[:1]:
            if not one.startswith("*"):
                yield Change(1, 1.3, "function", f"({one}).numel()")
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
