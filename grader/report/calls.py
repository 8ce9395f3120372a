"""A call in a few lines: scalars and switches first and in full, large tensors by their shape."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from grader.report.layout import cells, cut, fill, one_line, split_items

MOST_NUMBERS = 8  # of a tensor that is shown whole
INDENT = "    "

_NAMED = re.compile(r"(\w+=|'\w+': )(.+)", re.DOTALL)
_UNSHOWN = re.compile(r"<tensor of shape \(([\d, ]*)\)>")
_TENSOR = re.compile(r"torch\.tensor\((\[.*\])(?:, dtype=[\w.]+)?\)", re.DOTALL)


def brief_call(call: str, width: int, limit: int, *, unicode: bool = True) -> list[str]:
    """The call in at most `limit` lines. It shows what matters and is not meant to be pasted."""
    name, _, inside = one_line(call).partition("(")
    if not inside.endswith(")"):
        return [cut(one_line(call), width, _ellipsis(unicode))]
    items = _by_weight(inside[:-1], unicode)
    whole = f"{name}({', '.join(items)})"
    if cells(whole) <= width:
        return [whole]
    pieces = [piece for item in split_items(whole, deepest=1) for piece in _members(item)]
    first, *rest = fill(pieces, "", width - len(INDENT))
    lines = [first, *(INDENT + line for line in rest)]
    lines = [cut(line, width, _ellipsis(unicode)) for line in lines]
    if len(lines) > limit:
        sign = f" {_ellipsis(unicode)}"
        lines = [*lines[: limit - 1], f"{cut(lines[limit - 1], width - len(sign), '')}{sign}"]
    return lines


def _ellipsis(unicode: bool) -> str:
    return "…" if unicode else "..."


def _by_weight(inside: str, unicode: bool) -> list[str]:
    """The items between two brackets, what is a single value before what holds many."""
    items = [item.removesuffix(",") for item in split_items(inside, deepest=0)]
    return [_brief(item, unicode) for item in sorted(items, key=_is_heavy)]


def _members(item: str) -> Iterator[str]:
    """The members of a dict, which may stand on lines of their own; any other argument whole."""
    yield from split_items(item, deepest=1) if "={" in item else (item,)


def _is_heavy(item: str) -> bool:
    """True for what holds many values, unless it has no name and thus a place of its own."""
    name, value = _value_of(item)
    return bool(name) and value.startswith(("torch.", "<", "{", "[", "("))


def _value_of(item: str) -> tuple[str, str]:
    """The name of an item, empty where it has none, and its value."""
    named = _NAMED.fullmatch(item)
    return (named[1], named[2]) if named else ("", item)


def _brief(item: str, unicode: bool) -> str:
    name, value = _value_of(item)
    unshown, tensor = _UNSHOWN.fullmatch(value), _TENSOR.fullmatch(value)
    if unshown:
        return name + _by_shape([part for part in re.split(r"\D+", unshown[1]) if part], unicode)
    if tensor:
        shape = list(_shape(tensor[1]))
        is_small = math.prod(shape) <= MOST_NUMBERS
        return name + (tensor[1] if is_small else _by_shape(map(str, shape), unicode))
    if value.startswith("{") and value.endswith("}"):
        return f"{name}{{{', '.join(_by_weight(value[1:-1], unicode))}}}"
    return item


def _by_shape(shape: object, unicode: bool) -> str:
    sizes = list(shape)  # type: ignore[call-overload]
    return f"<{(' × ' if unicode else ' x ').join(sizes) or 'a number'}>"


def _shape(text: str) -> Iterator[int]:
    """The sizes of nested lists, as their first members show them."""
    while text.startswith("[") and text.endswith("]"):
        items = list(split_items(text[1:-1], deepest=0))
        yield len(items)
        text = items[0].removesuffix(",") if items else ""
