"""Canvas: a flat archive; the user id in a name is the gradebook's column ID."""

from __future__ import annotations

import re

from grader.batch.intake.entries import Left
from grader.batch.platforms.export_files import Export, ExportFile
from grader.batch.platforms.piece import Piece, Reading, not_named

PATTERN = re.compile(
    r"^(?:(?P<anon_late>LATE_)?anon_(?P<anon>[A-Za-z0-9]+)|(?P<name>.+?)_(?P<late>LATE_)?(?P<user_id>\d+))"
    r"_(?:(?P<file_id>\d+)_(?P<file>.+)|(?P<kind>text|link)\.html)$"
)
# What Canvas appends to make a file name unique among all of the student's, before all suffixes.
_UNIQUE = re.compile(
    r"^(?P<stem>exercise\d\d)-(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?P<suffix>\..+)$"
)
NO_FILE = {"text": "is text entered on Canvas, not a file", "link": "is a link, not a file"}
AMBIGUOUS = "the name may be that of a group ending in digits; compare the user id"


def read(export: Export) -> Reading:
    """Whose submission each file is."""
    pieces, left, unnamed = [], [], []
    for file in export.files:
        found = PATTERN.match(file.path)
        if found is None:
            unnamed.append(not_named(file, "Canvas"))
        elif found["kind"]:
            left.append(Left(found["name"] or "", file.path, NO_FILE[found["kind"]]))
        else:
            pieces.append(_piece(file, found))
    return Reading(pieces, left, unnamed)


def user_ids(path: str) -> tuple[str, ...]:
    """The numbers of a name that may be the user's: the name of a group may end in digits."""
    found = PATTERN.match(path)
    if found is None or not found["user_id"]:
        return ()
    rest = re.match(r"(\d+(?:_\d+)*)_", path[found.start("user_id") :])
    numbers = rest[1].split("_") if rest else []
    return tuple(numbers[:-1]) if len(numbers) > 1 else (found["user_id"],)


def renamed(path: str, user_id: str) -> str:
    """The student's file in a name that holds this user id."""
    rest = path[path.index(f"_{user_id}_") + len(user_id) + 2 :]
    return own_name(re.sub(r"^\d+_", "", rest))


def own_name(file: str) -> str:
    """The name that the student gave, where Canvas has made it unique."""
    found = _UNIQUE.match(file)
    return f"{found['stem']}{found['suffix']}" if found else file


def _piece(file: ExportFile, found: re.Match[str]) -> Piece:
    number = found["user_id"] or found["anon"]
    name = own_name(found["file"])
    note = f"Canvas calls it {found['file']}" if name != found["file"] else ""
    if len(user_ids(file.path)) > 1:
        note = AMBIGUOUS
    return Piece(
        file,
        name,
        key=number,
        platform_id=number,
        name=found["name"] or "",
        is_late=bool(found["late"] or found["anon_late"]),
        group=found["name"] or "",
        note=note,
    )
