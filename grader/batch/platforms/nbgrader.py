"""nbgrader: submitted/<student>/<assignment>/, and timestamp.txt beside the files."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from grader.batch.platforms.export_files import Export, ExportFile
from grader.batch.platforms.piece import Piece, Reading, not_named

PATTERN = re.compile(
    r"^(?:.*/)?submitted/(?P<student_id>[^/]+)/(?P<assignment_id>[^/]+)/(?P<path>.+)$"
)
TIMESTAMP = "timestamp.txt"


def read(export: Export) -> Reading:
    """Whose submission each file is."""
    times = {}
    for file in export.files:
        if file.name == TIMESTAMP and file.size < 200 and not file.problem:
            times[file.path.removesuffix(TIMESTAMP)] = _time(file)
    pieces, unnamed = [], []
    for file in export.files:
        found = match(file, export)
        if found is None:
            unnamed.append(not_named(file, "nbgrader"))
        elif found["path"] != TIMESTAMP:
            when = times.get(file.path.removesuffix(found["path"]))
            student = found["student_id"]
            pieces.append(
                Piece(
                    file,
                    found["path"],
                    key=student,
                    login=student,
                    student_id=student,
                    attempt=when.isoformat() if when else "",
                    submitted_at=when,
                )
            )
    return Reading(pieces, unnamed=unnamed)


def match(file: ExportFile, export: Export) -> re.Match[str] | None:
    """The parts of a path, which may begin below the folder `submitted` itself."""
    return PATTERN.match(file.path) or PATTERN.match(f"{export.name}/{file.path}")


def _time(file: ExportFile) -> datetime | None:
    text = file.read().decode("utf-8", "replace").strip().removesuffix(" UTC")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
