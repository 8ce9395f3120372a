"""Lines that fit: measuring, cutting and wrapping plain text before it is painted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

TAB_COLUMNS = 4
INDENT = 4

_TOKEN = re.compile(r"""(?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|[\[({]|[\])}]|,\s*""")
_DICT = re.compile(r"\w+=\{.*\}$")
# What stands before the first row of a matrix: `x=torch.tensor([` or, in a dict, `'x': [`.
_MATRIX = re.compile(r"""(?:\w+=|'\w+': )?[\w.(]{0,16}\[(?=\[)""")
_AFTER_COMMA = re.compile(r"(?<=,) ")
_BREAK = re.compile(r"""('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|\s+""")


def cells(text: str) -> int:
    """The number of columns that the text takes; marks that take none are counted as one."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.split())


def cut(text: str, width: int, ellipsis: str) -> str:
    """The text if it fits into `width` columns, otherwise its beginning and an ellipsis."""
    if len(text) <= width and cells(text) <= width:
        return text
    return _beginning(text, width - len(ellipsis)) + ellipsis


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns; its own lines and their indent are kept."""
    return [part for line in text.split("\n") for part in _wrap_line(line, width)]


def _wrap_line(line: str, width: int) -> Iterator[str]:
    line = line.expandtabs(TAB_COLUMNS).rstrip()
    if cells(line) <= width:
        yield line
        return
    indent = " " * min(len(line) - len(line.lstrip()), width // 2)
    pieces = (piece for word in line.split() for piece in _chop(word, width - len(indent)))
    yield from fill(pieces, indent, width)


def fill(words: Iterable[str], indent: str, width: int) -> Iterator[str]:
    """As many words to a line as fit; a word that is too wide has a line of its own."""
    line = ""
    for word in words:
        if line and cells(indent) + cells(line) + 1 + cells(word) > width:
            yield indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield indent + line


def _chop(word: str, width: int) -> Iterator[str]:
    """A word in pieces that fit."""
    while word:
        piece = _beginning(word, width) or word[0]
        yield piece
        word = word[len(piece) :]


def _beginning(text: str, width: int) -> str:
    """As much of the text's start as fits."""
    text = text[: max(width, 0)]
    while cells(text) > width:
        text = text[:-1]
    return text


def wrap_call(call: str, width: int) -> list[str]:
    """A call in lines that still can be pasted: one if it fits, else one for each argument.

    A long argument is broken after commas: between the members of a dict and the rows of a
    matrix rather than in them. A string or a number is never broken.
    """
    call = _BREAK.sub(lambda match: match[1] or " ", call).strip()
    if cells(call) <= width or "(" not in call or not call.endswith(")"):
        return [call]
    return _spread(call, "(", width)


def wrap_row(row: str, width: int) -> list[str]:
    """A row of an array, broken between its numbers so that padded ones stay in columns."""
    start = len(row) - len(row.lstrip(" ["))
    head = row[: row.rfind("[", 0, start) + 1]
    first, *rest = fill(_AFTER_COMMA.split(row[len(head) :]), "", width - len(head))
    return [head + first, *(" " * len(head) + line for line in rest)]


def _spread(text: str, opening: str, width: int) -> list[str]:
    """The content of the text's outer brackets, an item to a line."""
    head, _, inside = text.partition(opening)
    lines = [
        " " * INDENT + line
        for item in split_items(inside[:-1], deepest=0)
        for line in _wrap_item(item.removesuffix(","), width - INDENT)
    ]
    return [head + opening, *lines, text[-1]]


def _wrap_item(item: str, width: int) -> list[str]:
    """An argument, or a member of a dict, with the comma that follows it."""
    if cells(item) < width:
        return [f"{item},"]
    if _DICT.match(item):
        *lines, last = _spread(item, "{", width)
        return [*lines, f"{last},"]
    matrix = _MATRIX.match(item)
    head = matrix[0] if matrix else ""
    hanging = len(head) or INDENT
    first, *rest = _break_item(f"{item[len(head) :]},", width - hanging)
    return [head + first, *(" " * hanging + line for line in rest)]


def _break_item(item: str, width: int) -> list[str]:
    """An item broken in as few brackets as the width allows."""
    for deepest in (0, 1, 2, 3):
        pieces = list(split_items(item, deepest))
        if all(cells(piece) <= width for piece in pieces):
            return list(fill(pieces, "", width))
    return list(fill(split_items(item), "", width))


def split_items(text: str, deepest: int | None = None) -> Iterator[str]:
    """The text split after its commas, except in strings and below `deepest` brackets."""
    start = depth = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
        elif token.startswith(",") and (deepest is None or depth <= deepest):
            yield text[start : match.end()].rstrip()
            start = match.end()
    if text[start:].strip():
        yield text[start:].strip()
