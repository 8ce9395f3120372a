"""Brightspace: a folder for each submission, so a second one is a second folder."""

from __future__ import annotations

import re
from datetime import datetime

from grader.batch.platforms.export_files import Export
from grader.batch.platforms.piece import Piece, Reading, not_named

PATTERN = re.compile(
    r"^(?:.*/)?(?P<prefix>\d+-\d+) - (?P<who>.+) - "
    r"(?P<date>[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4}) "
    r"(?P<h>\d{1,2}):?(?P<m>\d\d) (?P<ap>[AP]M)/(?P<path>.+)$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ID = re.compile(r"^(?P<id>\d{4,}) (?P<name>.+)$")
_GROUP = re.compile(r"^(?P<group>.+?) - (?P<name>.+)$")


def read(export: Export) -> Reading:
    """Whose submission each file is: by name, by "login name", or by "orgid surname"."""
    pieces, unnamed = [], []
    for file in export.files:
        found = PATTERN.match(file.path)
        if found is None:
            if file.path != "index.html":
                unnamed.append(not_named(file, "Brightspace"))
            continue
        when = as_time(found)
        org = _ID.match(found["who"])
        group = _GROUP.match(found["who"])
        pieces.append(
            Piece(
                file,
                found["path"],
                key=group["name"] if group else found["who"],
                student_id=org["id"] if org else "",
                name=org["name"] if org else group["name"] if group else found["who"],
                attempt=when.isoformat() if when else "",
                submitted_at=when,
                group=group["group"] if group else "",
            )
        )
    return Reading(pieces, unnamed=unnamed)


def as_time(found: re.Match[str]) -> datetime | None:
    """The local time in a folder's name; minutes are its last two digits."""
    day, month, year = _day_month_year(found["date"])
    hour = int(found["h"]) % 12 + (12 if found["ap"] == "PM" else 0)
    try:
        number = _MONTHS.index(month[:3].lower()) + 1
        return datetime(year, number, day, hour, int(found["m"]))
    except ValueError:
        return None


def _day_month_year(text: str) -> tuple[int, str, int]:
    first, second, year = text.replace(",", "").split()
    return (int(first), second, int(year)) if first.isdigit() else (int(second), first, int(year))
