"""Tables as platforms export them: cells can be read by name, and replaced without changing others.

Encoding, byte order mark, delimiter, quoting and line ends of every other cell stay as they are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from grader.errors import GraderError

MAX_BYTES = 64 << 20
DELIMITERS = (",", ";", "\t")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Row(Struct):
    """One line: its cells as they are written, and its line end."""

    raw: list[str]
    end: str

    @property
    def cells(self) -> list[str]:
        """The cells as they read, without quotes."""
        return [unquoted(raw) for raw in self.raw]


class Table(Struct):
    """A table, and all that is needed to write it as it was."""

    mark: bytes  # the byte order mark
    encoding: str
    delimiter: str
    rows: list[Row]

    def as_bytes(self) -> bytes:
        """The file; the bytes that were read, but for cells that were set."""
        text = "".join(self.delimiter.join(row.raw) + row.end for row in self.rows)
        return self.mark + text.encode(self.encoding)

    def set(self, row: int, column: int, value: str) -> None:
        """Replace a cell, quoted where the old one was or the value needs it."""
        raw = self.rows[row].raw
        needs = any(sign in value for sign in (self.delimiter, '"', "\r", "\n"))
        if needs or raw[column].startswith('"'):
            value = '"' + value.replace('"', '""') + '"'
        raw[column] = value


def read_table(path: Path) -> Table:
    """Read a table with a header.

    Raises:
        GraderError: it cannot be read, or holds no table.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise GraderError(f"{path} is larger than {MAX_BYTES >> 20} MiB.", "Name a table.")
        data = path.read_bytes()
    except OSError as error:
        raise GraderError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    table = parse_table(data)
    if table is None:
        raise GraderError(
            f"{path} is not a table of text, such as .csv.",
            "Export it from the platform as CSV.",
        )
    return table


def parse_table(data: bytes) -> Table | None:
    """The table that these bytes are; None where they are none, such as a spreadsheet's own."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or not data.strip():
        return None
    mark, encoding = _encoding(data)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        return None
    delimiter = _delimiter(text)
    return Table(mark, encoding, delimiter, list(_rows(text, delimiter)))


def unquoted(raw: str) -> str:
    """The text of a written cell, without its quotes."""
    if len(raw) > 1 and raw.startswith('"') and raw.endswith('"'):
        return raw[1:-1].replace('""', '"')
    return raw


def _encoding(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding
    if data[1:2] == b"\0":
        return b"", "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "latin-1"  # any byte is a character, so that it is written back as it was
    return b"", "utf-8"


def _delimiter(text: str) -> str:
    """The separator of the first line that has any outside of quotes."""
    for line in text.splitlines():
        bare = re.sub(r'"(?:[^"]|"")*"', "", line)
        found = max(DELIMITERS, key=bare.count)
        if found in bare:
            return found
    return ","


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    sign = re.escape(delimiter)
    cell = re.compile(
        rf'(?P<raw>"(?:[^"]|"")*"[^{sign}\r\n]*|[^{sign}\r\n]*)(?P<end>{sign}|\r\n|\n|\r|$)'
    )
    place = 0
    raw: list[str] = []
    while place < len(text) or raw:
        found = cell.match(text, place)
        assert found is not None, "an empty cell matches everywhere"
        raw.append(found["raw"])
        place = found.end()
        if found["end"] != delimiter:
            yield Row(raw, found["end"])
            raw = []


def column_named(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The place of the first column that has one of the names, whatever its case."""
    folded = [cell.strip().casefold() for cell in header]
    return next((folded.index(name) for name in map(str.casefold, names) if name in folded), None)
