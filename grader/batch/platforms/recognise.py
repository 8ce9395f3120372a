"""The platform that an export comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from grader.batch.platforms import (
    blackboard,
    brightspace,
    canvas,
    folders,
    github,
    gradescope,
    moodle,
    nbgrader,
)
from grader.batch.platforms.export_files import Export
from grader.batch.platforms.piece import Reading
from grader.errors import GraderError

Platform = Literal[
    "canvas", "moodle", "gradescope", "blackboard", "brightspace", "github", "nbgrader", "folders"
]
READERS: Mapping[Platform, Callable[[Export], Reading]] = {
    "canvas": canvas.read,
    "moodle": moodle.read,
    "gradescope": gradescope.read,
    "blackboard": blackboard.read,
    "brightspace": brightspace.read,
    "github": github.read,
    "nbgrader": nbgrader.read,
    "folders": folders.read,
}
SHOWN = 3  # names in the sentence about what was seen


def recognise(export: Export) -> Platform:
    """The platform whose names most files of the export have; plain folders where none has.

    Raises:
        GraderError: nothing is recognised, or the export is empty.
    """
    if not export.files:
        raise GraderError(f"There is no file in {export.name}.", "Name what the platform exported.")
    named = {name: _named(export, name) for name in READERS if name != "folders"}
    best = max(named, key=lambda name: named[name])
    if named[best]:
        return best
    if folders.looks_like_folders(export):
        return "folders"
    shown = ", ".join(file.path for file in export.files[:SHOWN])
    raise GraderError(
        f"{export.name} holds {len(export.files)} files, such as {shown}; "
        "no known platform uses such names.",
        f"Say where it comes from, one of --from {' | '.join(READERS)}",
    )


def _named(export: Export, name: Platform) -> int:
    """The number of files with names like the platform's."""
    if name == "gradescope":  # whose they are is in the metadata, which may be missing
        return sum(gradescope.PATTERN.match(file.path) is not None for file in export.files)
    reading = READERS[name](export)
    return len(reading.pieces) + len(reading.left)
