"""All that a class handed in, as folders or as archives, ready to be read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.batch.archive import SUFFIX, no_room, unpack_class, unpack_student
from grader.batch.discovery import Discovery, discover, joined
from grader.errors import GraderError

FOLDERS, ARCHIVES = "folders", "archives"  # a student may have handed in both


@contextmanager
def open_submissions(path: Path, *, results: Path) -> Iterator[Discovery]:
    """What lies in a folder or a .zip; what had to be unpacked is there as long as this is open.

    `results` is where results are written; should that lie in the folder, it is no student's.

    Raises:
        GraderError: the folder cannot be read, or `path` is neither a folder nor a .zip.
        BrokenEnvironment: there is no room to unpack archives.
    """
    if not path.is_dir() and path.suffix != SUFFIX:
        raise GraderError(
            f"{path} is neither a folder nor a .zip.",
            "Name the folder that holds a folder for each student.",
        )
    try:
        unpacked = tempfile.TemporaryDirectory(prefix="grade-class-", ignore_cleanup_errors=True)
    except OSError as error:
        raise no_room(error) from error
    with unpacked as name:
        folder = Path(name)
        if path.is_dir():
            complaints = tuple(_unpack_beside(path, folder))
            found = joined(discover(path, results=results), discover(folder))
        else:
            apart = folder / FOLDERS, folder / ARCHIVES
            for part in apart:
                part.mkdir()
            complaints = unpack_class(path, *apart)
            found = joined(*map(discover, apart))
        yield Discovery(found.entries, (*complaints, *found.complaints))


def _unpack_beside(path: Path, folder: Path) -> Iterator[str]:
    """Unpack the archives that lie among the folders of the students; give complaints."""
    try:
        archives = sorted(child for child in path.iterdir() if child.suffix == SUFFIX)
    except OSError:  # discovery tells
        return
    for archive in archives:
        shown = os.fsencode(archive.name).decode("utf-8", "backslashreplace")
        if archive.is_symlink() or not archive.is_file() or archive.name.startswith("."):
            continue  # discovery complains of links
        if shown != archive.name:
            yield f"{shown}: the name of the file is not UTF-8. Rename it."
        else:
            yield from unpack_student(archive, shown, folder / archive.stem)
