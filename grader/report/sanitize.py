"""Text that came from a student or a file system, made safe to show.

A submission can print escape sequences that repaint the terminal and marks that
turn the direction of writing, so that a report seems to say what it does not.
Renderers for people clean a whole report at the door; the formats for programs
escape by their own rules and keep the text as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

Record = TypeVar("Record", bound=Struct)

REPLACEMENT = "\ufffd"

_LINE_END = re.compile(r"\r\n?")
# C0 without tab and newline, DEL, C1, the marks that turn the direction of writing, line and
# paragraph separators, the byte order mark, and halves of surrogate pairs; and what nobody sees:
# characters of no width, fillers, annotations and the tags of plane 14.
_UNSHOWABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    r"\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\uffa0"
    r"\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    # Joiners and variants belong to scripts and emoji; beside a letter of ours they only hide.
    r"|(?<![^\x00-\x7f])[\u200c\u200d\ufe00-\ufe0f]|[\u200c\u200d](?![^\x00-\x7f])"
)
# What a spreadsheet takes for a formula: where a cell begins, or where one does to a spreadsheet
# that separates cells by another sign. Some take wide and small forms for the same.
_FORMULA = re.compile(
    r"(^|[;,|\t\"'])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])"
)
_BREAK = re.compile(r"[\n\t]")

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
    another; every other control, bidirectional or invisible character becomes U+FFFD.
    """
    return _UNSHOWABLE.sub(REPLACEMENT, _LINE_END.sub("\n", text))


def as_cell(value: str | int | None) -> str:
    """The value as a cell of a table: on one line, clean, and no formula to any spreadsheet."""
    if value is None or isinstance(value, int):
        return "" if value is None else str(value).lower()
    return _FORMULA.sub(r"\1\2'", _BREAK.sub(REPLACEMENT, clean(value)))


def csv_line(values: Sequence[str | int | None]) -> str:
    """One line of a CSV file, every cell quoted, so that no value can begin another row."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(map(as_cell, values))
    return text.getvalue()


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
    """True if an encoding, such as that of standard output, carries every character."""
    try:
        return bool(encoding) and bool("…√\ufffd😀".encode(encoding or "ascii"))
    except (LookupError, UnicodeEncodeError):
        return False
