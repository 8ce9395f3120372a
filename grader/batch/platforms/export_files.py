"""The files of an export, a folder or a .zip, within the limits that hold for archives.

Nothing is written here, and a file is read when it is asked for. One that must not be read has a
`problem`, the end of a sentence, and costs only itself.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from grader.batch.intake import archive_limits as limits
from grader.errors import GraderError

UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)
NO_ZIP = "cannot be read as a .zip archive. Have it handed in again."


class ExportFile(Struct, frozen=True):
    """One file: its path with forward slashes, its size in bytes, and how to read it."""

    path: str
    size: int
    read: Callable[[], bytes]
    problem: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


class Export(Struct, frozen=True):
    """An export; `name` is what the folder or, without its suffix, the archive is called."""

    name: str
    files: tuple[ExportFile, ...]


@contextmanager
def open_export(path: Path) -> Iterator[Export]:
    """The files of an export, which can be read as long as this is open.

    Raises:
        GraderError: it is neither a folder nor a .zip, or holds too much.
    """
    if path.is_dir():
        files = tuple(_files_in(path))
        yield Export(path.resolve().name, _few(files, path))
        return
    try:
        with zipfile.ZipFile(path) as opened:
            yield Export(path.stem, _few(tuple(_members(opened)), path))
    except (zipfile.BadZipFile, OSError) as error:
        raise GraderError(
            f"{path} is neither a folder nor a .zip that can be read.",
            "Name what the platform exported, as it was downloaded.",
        ) from error


def files_of_archive(file: ExportFile) -> tuple[ExportFile, ...]:
    """The content of a student's own .zip; where it cannot be taken, itself with a problem."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(file.read()))
        members = tuple(_members(opened, below=file.path))
    except UNREADABLE:
        return (_with_problem(file, NO_ZIP),)
    if len(members) > limits.MAX_ENTRIES:
        return (_with_problem(file, f"holds more than {limits.MAX_ENTRIES:,} files"),)
    if sum(member.size for member in members) > limits.MAX_BYTES:
        size = f"unpacks to more than {limits.MAX_BYTES >> 20} MiB"
        return (_with_problem(file, size),)
    return members


def _few(files: tuple[ExportFile, ...], path: Path) -> tuple[ExportFile, ...]:
    if len(files) > limits.MAX_CLASS_ENTRIES:
        raise GraderError(
            f"{path} holds more than {limits.MAX_CLASS_ENTRIES:,} files.", "Split it."
        )
    return files


def _files_in(folder: Path) -> Iterator[ExportFile]:
    """The files below a folder; links are not followed."""
    for name, folders, files in os.walk(folder):
        folders[:] = sorted(inner for inner in folders if not limits.is_junk(inner))
        for inner in folders:
            if Path(name, inner).is_symlink():
                yield _link(Path(name, inner), folder)
        for file in sorted(files):
            path = Path(name, file)
            if limits.is_junk(file):
                continue
            if path.is_symlink() or not path.is_file():
                yield _link(path, folder)
            else:
                shown = path.relative_to(folder).as_posix()
                yield _checked(ExportFile(shown, path.stat().st_size, path.read_bytes))


def _link(path: Path, folder: Path) -> ExportFile:
    shown = path.relative_to(folder).as_posix()
    return ExportFile(shown, 0, bytes, "is a link, and links are not followed")


def _members(opened: zipfile.ZipFile, below: str = "") -> Iterator[ExportFile]:
    for entry in opened.infolist():
        name = entry.filename.replace("\\", "/")
        if entry.is_dir() or any(map(limits.is_junk, name.split("/"))):
            continue
        path = f"{below}/{name}" if below else name
        read = partial(opened.read, entry)
        yield _checked(ExportFile(path, entry.file_size, read, _problem(entry, name)))


def _problem(entry: zipfile.ZipInfo, name: str) -> str:
    """The fact of an entry that forbids to read it; reading holds it to the rest."""
    if limits.is_encrypted(entry):
        return "is encrypted"
    if limits.has_odd_method(entry):
        return "uses an unknown compression method"
    if limits.is_link(entry):
        return "is a link, and links are not followed"
    if any(part in ("", ".", "..") for part in name.split("/")):
        return "has a name that leads elsewhere"
    if limits.is_bomb(entry):
        return "is compressed more than any text can be"
    return ""


def _checked(file: ExportFile) -> ExportFile:
    """The same; a file that is too large, or not called by text, has a problem."""
    try:
        file.path.encode()
    except UnicodeEncodeError:
        shown = os.fsencode(file.path).decode("utf-8", "backslashreplace")
        return ExportFile(shown, file.size, file.read, "has a name that is not UTF-8")
    if file.size > limits.MAX_BYTES and not file.problem:
        return _with_problem(file, f"is larger than {limits.MAX_BYTES >> 20} MiB")
    return file


def _with_problem(file: ExportFile, problem: str) -> ExportFile:
    return ExportFile(file.path, file.size, file.read, problem)
