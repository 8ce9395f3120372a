"""Plain folders: <id>/..., <id>.zip or <id>.py; no standard, no time."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from grader.batch.intake.entries import Left
from grader.batch.platforms.export_files import Export, ExportFile
from grader.batch.platforms.piece import Piece, Reading


def read(export: Export) -> Reading:
    """Whose submission each file is, by the first folder or, at the top, by the file's name."""
    pieces, left = [], []
    for file in _unwrapped(export):
        student, slash, path = file.path.partition("/")
        if slash:
            pieces.append(Piece(file, path, key=student, login=student))
            continue
        stem, suffix = PurePosixPath(student).stem, PurePosixPath(student).suffix
        if suffix in (".zip", ".py", ".ipynb") and not re.fullmatch(r"exercise\d\d", stem):
            pieces.append(Piece(file, file.name, key=stem, login=stem))
        else:
            left.append(Left("", file.path, "is not in a student's folder"))
    return Reading(pieces, left)


def looks_like_folders(export: Export) -> bool:
    """True if submissions, by their names, lie in folders or in archives called after people."""
    paths = [file.path for file in _unwrapped(export)]
    inside = [path for path in paths if re.search(r"/exercise\d\d\.(py|ipynb)$", path)]
    return bool(inside) or any(path.endswith(".zip") and "/" not in path for path in paths)


def _unwrapped(export: Export) -> tuple[ExportFile, ...]:
    """The files; one folder around all students is taken away."""
    first = {file.path.split("/")[0] for file in export.files}
    is_deep = all(file.path.count("/") > 1 or file.path.endswith(".zip") for file in export.files)
    if len(first) != 1 or not is_deep or not export.files:
        return export.files
    (outer,) = first
    if any(re.match(rf"{re.escape(outer)}/exercise\d\d/", file.path) for file in export.files):
        return export.files  # one student alone
    return tuple(
        ExportFile(file.path.removeprefix(f"{outer}/"), file.size, file.read, file.problem)
        for file in export.files
    )
