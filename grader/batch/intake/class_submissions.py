"""All that a class handed in, as folders or as archives, ready to be read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from grader.batch.intake.archive import no_room, unpack_class, unpack_student
from grader.batch.intake.archive_limits import SUFFIX
from grader.batch.intake.discovery import discover
from grader.batch.intake.entries import Discovery, Entry, Left, joined, merged
from grader.batch.intake.recognition import code_suffix, exact_exercise
from grader.batch.platforms.export_files import (
    UNREADABLE,
    ExportFile,
    files_of_archive,
)
from grader.errors import GraderError

FOLDERS, ARCHIVES = "folders", "archives"  # a student may have handed in both


@contextmanager
def open_submissions(path: Path, *, results: Path) -> Iterator[Discovery]:
    """The content of a folder or a .zip; what had to be unpacked is there as long as this is open.

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
        folder = Path(name) / "class"
        folder.mkdir()
        if path.is_dir():
            complaints = tuple(_unpack_beside(path, folder))
            found = joined(discover(path, results=results), discover(folder))
            found = replace(found, not_graded=(*found.not_graded, *_loose_files(path)))
        else:
            apart = folder / FOLDERS, folder / ARCHIVES
            for part in apart:
                part.mkdir()
            complaints = unpack_class(path, *apart)
            found = joined(*map(discover, apart))
        left = tuple(map(_as_left, complaints))
        found = replace(
            found,
            complaints=(*complaints, *found.complaints),
            not_graded=(*left, *found.not_graded),
        )
        yield _with_inner_archives(found, Path(name))


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


def _as_left(complaint: str) -> Left:
    """A complaint about an archive, `name: what`, as a row about its student."""
    path, _, why = complaint.partition(": ")
    return Left(path.removesuffix(SUFFIX), path, why)


def _loose_files(path: Path) -> Iterator[Left]:
    """Code that lies beside the students' folders, and so is nobody's."""
    for child in sorted(path.iterdir()):
        shown = os.fsencode(child.name).decode("utf-8", "backslashreplace")
        if code_suffix(shown) and child.is_file() and not child.name.startswith("."):
            yield Left("", shown, "is not in a student's folder. Put it into one")


def _with_inner_archives(found: Discovery, folder: Path) -> Discovery:
    """With what lies in the archives inside of students' folders."""
    whole = found
    for number, (student, archive) in enumerate(_archives(found.folders)):
        root = folder / str(number)
        shown = f"{student}/{archive.name}"
        file = ExportFile(shown, archive.stat().st_size, archive.read_bytes)
        left = tuple(_unpack(file, student, root / student))
        more = discover(root) if root.exists() else Discovery((), ())
        entries = (replace(entry, file=_in_archive(entry, shown)) for entry in more.entries)
        not_graded = (*more.not_graded, *left)
        whole = merged(whole, replace(more, entries=tuple(entries), not_graded=not_graded))
    return whole


def _archives(folders: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        try:
            children = sorted(folder.iterdir())
        except OSError:  # discovery has told
            continue
        for child in children:
            if child.suffix.lower() == SUFFIX and child.is_file() and not child.is_symlink():
                yield folder.name, child


def _unpack(archive: ExportFile, student: str, folder: Path) -> Iterator[Left]:
    """Write the code of an archive below a folder, without the folders around all of it."""
    members = [file for file in files_of_archive(archive) if file.problem or code_suffix(file.path)]
    parts = {file.path: _own_parts(file, archive) for file in members}
    around = _around([below for below in parts.values() if below])
    for file in members:
        below = parts[file.path][around:]
        if file.problem or not below:
            yield Left(student, file.path, file.problem or "has a name that leads elsewhere")
            continue
        try:
            data = file.read()
        except UNREADABLE:
            yield Left(student, file.path, "is damaged. Have it handed in again")
            continue
        try:
            folder.joinpath(*below).parent.mkdir(parents=True, exist_ok=True)
            folder.joinpath(*below).write_bytes(data)
        except OSError as error:
            raise no_room(error) from error


def _own_parts(file: ExportFile, archive: ExportFile) -> tuple[str, ...]:
    parts = PurePosixPath(file.path.removeprefix(f"{archive.path}/")).parts
    return () if file.problem or any(":" in part for part in parts) else parts


def _around(paths: list[tuple[str, ...]]) -> int:
    """The number of folders around everything that are none of an exercise's or the course's."""
    depth = 0
    while paths and all(len(parts) > depth + 1 for parts in paths):
        first = {parts[depth] for parts in paths}
        name = min(first)
        if len(first) > 1 or name == "exercises" or exact_exercise(f"{name}.py"):
            break
        depth += 1
    return depth


def _in_archive(entry: Entry, shown: str) -> str:
    """The path of an entry that came out of an archive, through the archive."""
    return f"{shown}/{entry.file.partition('/')[2]}"
