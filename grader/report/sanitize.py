"""Text that came from a student or a file system, made safe to show.

A submission can print escape sequences that repaint the terminal and marks that
turn the direction of writing, so that a report seems to say what it does not.
Renderers for people clean a whole report at the door; the formats for programs
escape by their own rules and keep the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

Record = TypeVar("Record", bound=Struct)

REPLACEMENT = "\ufffd"

_LINE_END = re.compile(r"\r\n?")
# C0 without tab and newline, DEL, C1, the marks that turn the direction of writing, line and
# paragraph separators, the byte order mark, and halves of surrogate pairs.
_UNSHOWABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)

_ASCII_SIGNS = str.maketrans(
    {
        "…": "...",
        "–": "-",
        "—": "-",
        "−": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "·": "*",
        "×": "x",
        "√": "sqrt",
        "²": "^2",
        "≤": "<=",
        "≥": ">=",
        "≈": "~",
        "→": "->",
        "\u00a0": " ",
        REPLACEMENT: "?",
    }
)


def clean(text: str) -> str:
    """The text without anything that moves the cursor or turns the direction of writing.

    Tabs and newlines stay; a carriage return becomes a newline, so that no line overwrites
    another; every other control or bidirectional character becomes U+FFFD.
    """
    return _UNSHOWABLE.sub(REPLACEMENT, _LINE_END.sub("\n", text))


def clean_ascii(text: str) -> str:
    """The cleaned text in ASCII: common signs are spelled out, the rest becomes a question mark."""
    return clean(text).translate(_ASCII_SIGNS).encode("ascii", "replace").decode("ascii")


def cleaned(record: Record, clean: Callable[[str], str] = clean) -> Record:
    """The same record with every string in it cleaned, however deep it lies."""
    return replace(
        record,
        **{name: _cleaned(getattr(record, name), clean) for name in record.__struct_fields__},
    )


def _cleaned(value: object, clean: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Struct):
        return cleaned(value, clean)
    if isinstance(value, tuple):
        return tuple(_cleaned(item, clean) for item in value)
    return value


def has_unicode(encoding: str | None) -> bool:
    """Whether an encoding, such as that of standard output, carries every character."""
    try:
        return bool(encoding) and bool("…√\ufffd😀".encode(encoding or "ascii"))
    except (LookupError, UnicodeEncodeError):
        return False
