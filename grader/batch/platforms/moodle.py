"""Moodle: a folder for each participant; the number is that of this assignment alone."""

from __future__ import annotations

import re

from grader.batch.intake.entries import Left
from grader.batch.platforms.export_files import Export
from grader.batch.platforms.piece import Piece, Reading, not_named

PATTERN = re.compile(
    r"^(?:.*/)?(?P<name>[^/_]+)_(?:(?P<num>\d+)_)?assign(?P<sub>submission|feedback)"
    r"_(?P<plugin>[a-z]+)(?:_?/(?P<path>.+)|_(?P<flat>[^/]+))$"
)


def read(export: Export) -> Reading:
    """Whose submission each file is; text entered on the platform is no file."""
    pieces, left, unnamed = [], [], []
    for file in export.files:
        found = PATTERN.match(file.path)
        if found is None:
            unnamed.append(not_named(file, "Moodle"))
        elif found["sub"] == "feedback":
            left.append(Left(found["name"], file.path, "is feedback, not a submission"))
        elif found["plugin"] != "file":
            left.append(Left(found["name"], file.path, "is text entered on Moodle, not a file"))
        else:
            number = found["num"] or ""
            pieces.append(
                Piece(
                    file,
                    found["path"] or found["flat"],
                    key=number or found["name"],
                    platform_id=number,
                    name=found["name"],
                    group=found["name"],
                )
            )
    return Reading(pieces, left, unnamed)
