"""Gradescope: a folder for each submission; submission_metadata.yml says whose it is."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct

from grader.batch.intake.entries import Left
from grader.batch.platforms.export_files import Export
from grader.batch.platforms.piece import Piece, Reading, not_named

PATTERN = re.compile(
    r"^(?:(?:.*/)?assignment_(?P<assignment>\d+)_export/)?submission_(?P<submission>\d+)/(?P<path>.+)$"
)
METADATA = "submission_metadata.yml"
MAX_METADATA = 16 << 20
_SUBMISSION = re.compile(r"^submission_(\d+):\s*$")
_SUBMITTER = re.compile(r"^\s*(?P<new>- )?:(?P<key>name|sid|email):\s*(?P<value>.*?)\s*$")
_CREATED = re.compile(r"^  :created_at:\s*(?P<value>.+?)\s*$")
_SECTION = re.compile(r"^  :(\w+):")


class Submitter(Struct):
    """One of the people whose submission it is."""

    name: str = ""
    sid: str = ""
    email: str = ""


class Facts(Struct):
    """The metadata of one submission."""

    submitters: list[Submitter]
    created_at: datetime | None = None


def read(export: Export) -> Reading:
    """Whose submission each file is; a group's is that of each member."""
    known: dict[str, Facts] = {}
    for file in export.files:
        if file.name == METADATA and file.size <= MAX_METADATA and not file.problem:
            known |= read_metadata(file.read().decode("utf-8", "replace"))
    pieces, left, unnamed = [], [], []
    for file in export.files:
        found = PATTERN.match(file.path)
        if file.name in (METADATA, "submission_metadata.csv"):
            continue
        if found is None:
            unnamed.append(not_named(file, "Gradescope"))
            continue
        facts = known.get(found["submission"])
        if facts is None or not facts.submitters:
            why = f"{METADATA} does not say whose submission {found['submission']} is"
            left.append(Left("", file.path, why))
            continue
        for person in facts.submitters:
            pieces.append(
                Piece(
                    file,
                    found["path"],
                    key=person.sid or person.email or person.name,
                    platform_id=found["submission"],
                    student_id=person.sid,
                    name=person.name,
                    email=person.email,
                    attempt=found["submission"].zfill(20),
                    submitted_at=facts.created_at,
                )
            )
    return Reading(pieces, left, unnamed)


def read_metadata(text: str) -> dict[str, Facts]:
    """Submitters and time of each submission, by its number. Only what is needed is understood."""
    found: dict[str, Facts] = {}
    facts, section = Facts([]), ""
    for line in text.splitlines():
        start = _SUBMISSION.match(line)
        if start:
            facts = found.setdefault(start[1], Facts([]))
            continue
        heading = _SECTION.match(line)
        section = heading[1] if heading and not line.startswith("  - ") else section
        created = _CREATED.match(line)
        if created:
            facts.created_at = as_time(created["value"])
        elif section == "submitters":
            _add(facts.submitters, line)
    return found


def _add(submitters: list[Submitter], line: str) -> None:
    found = _SUBMITTER.match(line)
    if found is None:
        return
    if found["new"] or not submitters:
        submitters.append(Submitter())
    value = found["value"]
    if value[:1] in ("'", '"') and value[-1:] == value[:1]:
        value = value[1:-1].replace("''", "'")
    setattr(submitters[-1], found["key"], "" if value in ("null", "~") else value)


def as_time(text: str) -> datetime | None:
    """A YAML timestamp, such as `2026-11-20 23:59:01.123456000 -08:00`."""
    text = re.sub(r"(\.\d{6})\d+", r"\1", text.strip("'\"")).replace(" Z", "+00:00")
    text = re.sub(r" (?=[+-]\d)", "", text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
