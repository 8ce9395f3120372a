"""One file of an export, with what the platform says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from grader.batch.intake.entries import Left
from grader.batch.platforms.export_files import ExportFile


class Piece(Struct, frozen=True):
    """One file that a student handed in.

    Attributes:
        file: where it lies in the export.
        path: how the student called it, with the folders they handed in.
        key: tells the students of this export apart.
        attempt: what sorts a student's submissions; equal for all files of one.
        submitted_at: without a zone where the platform writes local times.
        is_late: what the platform marks, where it does.
        groups: what the platform may mean by a group: its name, or a repository.
    """

    file: ExportFile
    path: str
    key: str
    platform_id: str = ""
    login: str = ""
    student_id: str = ""
    name: str = ""
    email: str = ""
    attempt: str = ""
    submitted_at: datetime | None = None
    is_late: bool = False
    group: str = ""
    note: str = ""


class Reading(Struct, frozen=True):
    """An export as its platform means it.

    Attributes:
        left: what the platform names, and is no submission, such as a link.
        unnamed: what has none of the platform's names.
    """

    pieces: Sequence[Piece]
    left: Sequence[Left] = ()
    unnamed: Sequence[Left] = ()


def not_named(file: ExportFile, platform: str) -> Left:
    """A file whose name is none of the platform's."""
    return Left("", file.path, f"its name is not one that {platform} gives to submissions")
