"""Blackboard: a flat archive; a receipt for each attempt says what the files are called."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct

from grader.batch.platforms.export_files import Export, ExportFile
from grader.batch.platforms.piece import Piece, Reading, not_named

PATTERN = re.compile(
    r"^(?P<assignment>.+)_(?P<login>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)$"
)
MAX_RECEIPT = 1 << 20
_NAME = re.compile(r"^Name: (?P<name>.*) \((?P<login>[^()]+)\)\s*$", re.MULTILINE)
_FILE = re.compile(
    r"Original filename: (?P<original>[^\r\n]*)\r?\n\s*Filename: (?P<stored>[^\r\n]*)"
)


class Receipt(Struct, frozen=True):
    """A receipt: the stored names of the files, with those that the student gave."""

    name: str
    login: str
    files: dict[str, str]


def read(export: Export) -> Reading:
    """Whose submission each file is; an older attempt has an earlier time."""
    receipts = [read_receipt(file) for file in export.files if _is_receipt(file)]
    stored = {name: receipt for receipt in receipts if receipt for name in receipt.files}
    pieces, unnamed = [], []
    for file in export.files:
        found = PATTERN.match(file.path)
        if found is None:
            unnamed.append(not_named(file, "Blackboard"))
        elif not _is_receipt(file):
            pieces.append(_piece(file, found, stored.get(file.name)))
    return Reading(pieces, unnamed=unnamed)


def read_receipt(file: ExportFile) -> Receipt | None:
    """The content of a receipt; None where nothing of it is understood."""
    if file.problem or file.size > MAX_RECEIPT:
        return None
    text = file.read().decode("utf-8-sig", "replace")
    found = _NAME.search(text)
    if found is None:
        return None
    files = {pair["stored"].strip(): pair["original"].strip() for pair in _FILE.finditer(text)}
    return Receipt(found["name"].strip(), found["login"], files)


def _is_receipt(file: ExportFile) -> bool:
    found = PATTERN.match(file.path)
    return found is not None and found["file"] is None


def _piece(file: ExportFile, found: re.Match[str], receipt: Receipt | None) -> Piece:
    login = receipt.login if receipt else found["login"]
    return Piece(
        file,
        (receipt.files[file.name] if receipt else "") or found["file"],
        key=login,
        login=login,
        name=receipt.name if receipt else "",
        attempt=found["time"],
        submitted_at=_time(found["time"]),
    )


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None
