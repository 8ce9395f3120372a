"""Uploaded archives: a student's .zip, or one .zip that holds the folders of a whole class.

Nothing that an archive says of itself is trusted. Only files that grading reads are written, under
names of plain parts, so nothing can land outside of its own folder; and what is odd about an
archive costs its own student one sentence, and nobody else anything.
"""

from __future__ import annotations

import errno
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from grader.batch.intake import archive_limits as limits
from grader.batch.intake.archive_limits import (
    MAX_BYTES,
    MAX_CLASS_ENTRIES,
    MAX_ENTRIES,
    SUFFIX,
    name_of,
)
from grader.batch.intake.archive_members import (
    Member,
    below,
    is_exercise,
    is_ignored,
    is_read,
    is_student,
    unwrapped,
)
from grader.errors import BrokenEnvironment

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
MAX_PACKED_BYTES = 2 * MAX_BYTES  # of one student, read
MAX_DIRECTORY_BYTES = 1 << 20  # the table of contents of one student's archive
MAX_CLASS_DIRECTORY_BYTES = 64 << 20


class _BadArchive(Exception):
    """The fault of what one student handed in, as the end of a sentence."""


def unpack_student(source: Path | IO[bytes], shown: str, folder: Path) -> tuple[str, ...]:
    """Unpack what one student handed in into a new folder; give complaints, none if all is well.

    `shown` is what the archive is called. Where there is a complaint nothing is unpacked.
    """
    try:
        with _opened(source, MAX_DIRECTORY_BYTES, MAX_PACKED_BYTES) as archive:
            members = [Member(_parts(entry), entry) for entry in archive.infolist()]
            _unpack(archive, members, folder)
    except BrokenEnvironment:
        raise
    except _BadArchive as bad:
        return (f"{shown}: {bad}",)
    except Exception:  # whatever a reader of strangers' bytes may raise
        return (f"{shown}: cannot be read as a .zip archive. Have it handed in again.",)
    return ()


def unpack_class(path: Path, folders: Path, archives: Path) -> tuple[str, ...]:
    """Unpack what all students handed in; give a complaint for each that is bad.

    What lies in a student's folder goes to `folders`, what comes out of an archive of their own to
    `archives`, so that neither takes the place of the other.
    """
    try:
        with _opened(path, MAX_CLASS_DIRECTORY_BYTES, None) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_CLASS_ENTRIES:
                return (f"{path.name}: holds more than {MAX_CLASS_ENTRIES:,} files. Split it.",)
            return tuple(_unpack_students(archive, entries, (folders, archives)))
    except BrokenEnvironment:
        raise
    except _BadArchive as bad:
        return (f"{path.name}: {bad}",)
    except Exception:
        return (f"{path.name}: cannot be read as a .zip archive. Create it again.",)


class _Metered:
    """A file of which only so many bytes are read: of a table of contents zipfile reads all."""

    def __init__(self, file: IO[bytes], allowed: int) -> None:
        self.allowed: int | None = allowed
        self._file = file

    def read(self, count: int = -1) -> bytes:
        if self.allowed is None:
            return self._file.read(count)
        if count > self.allowed:
            raise _BadArchive("is larger than it may be. Ask for the exercises alone.")
        data = self._file.read(self.allowed + 1 if count < 0 else count)
        self.allowed -= len(data)
        if self.allowed < 0:
            raise _BadArchive("is larger than it may be. Ask for the exercises alone.")
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@contextmanager
def _opened(
    source: Path | IO[bytes], directory_bytes: int, packed_bytes: int | None
) -> Iterator[zipfile.ZipFile]:
    """An archive whose table of contents, and what is read of it then, keep to a size."""
    with source.open("rb") if isinstance(source, Path) else nullcontext(source) as file:
        metered = _Metered(file, directory_bytes)
        with zipfile.ZipFile(cast("IO[bytes]", metered)) as archive:
            metered.allowed = packed_bytes
            yield archive


def _unpack_students(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], places: tuple[Path, Path]
) -> Iterator[str]:
    whole = [Member(tuple(name_of(entry).split("/")), entry) for entry in entries]
    members = [member for member in whole if not is_ignored(member)]
    members = unwrapped(members, is_student)
    students: dict[str, list[Member]] = {}
    for member in members:
        students.setdefault(member.parts[0], []).append(below(member))
    for student, theirs in students.items():
        try:
            yield from _unpack_one(archive, student, theirs, places)
        except BrokenEnvironment:
            raise
        except _BadArchive as bad:
            yield f"{student}: {bad}"
        except Exception:
            yield f"{student}: cannot be unpacked. Have it handed in again."


def _unpack_one(
    archive: zipfile.ZipFile, student: str, members: list[Member], places: tuple[Path, Path]
) -> Iterator[str]:
    """Unpack a student's folder, or the archive that lies in its place."""
    folders, archives = places
    _require_plain((student,), student)
    if any(member.parts for member in members):
        for member in members:
            _require_plain(member.parts, name_of(member.entry))
        _unpack(archive, members, folders / student)
    elif len(members) > 1:
        raise _BadArchive("is there more than once. Have it handed in again.")
    elif student.endswith(SUFFIX):
        _require_harmless(members)
        inner = io.BytesIO(_contents(archive, members[0].entry))
        yield from unpack_student(inner, student, archives / student.removesuffix(SUFFIX))
    else:
        raise _BadArchive("is not in a student's folder.")


def _unpack(archive: zipfile.ZipFile, members: list[Member], folder: Path) -> None:
    """Write the files that grading may read, those of folders further inside left out."""
    _require_harmless(members)
    members = [member for member in members if not is_ignored(member)]
    members = unwrapped(members, is_exercise)
    kept = {member.parts: member.entry for member in members if is_read(member.parts)}
    if len(kept) < sum(is_read(member.parts) for member in members):
        raise _BadArchive("holds two files of the same name. Have it handed in again.")
    if not any(map(is_exercise, kept)):
        raise _BadArchive("holds no file such as exercise03.py. Have it handed in again.")
    contents = {parts: _contents(archive, entry) for parts, entry in kept.items()}
    for parts, data in contents.items():
        path = folder.joinpath(*parts)
        _write(path, data)
        with suppress(ValueError, OverflowError):  # a date that there is not
            moment = datetime(*kept[parts].date_time).timestamp()
            os.utime(path, (moment, moment))


def _contents(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry. Asked for all of them, zipfile would unpack more than it says."""
    with archive.open(entry) as file:
        return file.read(entry.file_size + 1)


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise no_room(error) from error
        raise


def no_room(error: OSError) -> BrokenEnvironment:
    """The error for archives that cannot be unpacked through no fault of a student."""
    return BrokenEnvironment(
        f"There is no room to unpack archives in {tempfile.gettempdir()}: {error.strerror}.",
        "Free space there, or set TMPDIR to another folder.",
    )


def _require_harmless(members: list[Member]) -> None:
    """Look at what the entries say of themselves, before any is read; reading holds them to it.

    Raises:
        _BadArchive: there is too much, or what cannot or must not be unpacked.
    """
    entries = [member.entry for member in members]
    if len(entries) > MAX_ENTRIES:
        raise _BadArchive(f"holds more than {MAX_ENTRIES:,} files. Ask for the exercises alone.")
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise _BadArchive(f"unpacks to more than {MAX_BYTES >> 20} MiB, and is not unpacked.")
    for entry in entries:
        if limits.is_encrypted(entry):
            raise _BadArchive("is encrypted. Have it handed in without a password.")
        if limits.has_odd_method(entry):
            raise _BadArchive(
                "uses an unknown compression method. Have it handed in as a plain .zip."
            )
        if limits.is_link(entry):
            raise _BadArchive(f"holds a link ({name_of(entry)}), and links are not followed.")
        if limits.is_bomb(entry):
            raise _BadArchive(
                f"is compressed more than any text can be ({name_of(entry)}), and is not unpacked."
            )


def _parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    name = name_of(entry)
    parts = tuple(name.split("/"))
    _require_plain(parts, name)
    return parts


def _require_plain(parts: tuple[str, ...], name: str) -> None:
    if any(map(limits.leads_elsewhere, parts)):
        raise _BadArchive(f"holds a name that leads elsewhere ({name}).")
