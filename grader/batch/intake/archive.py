"""Uploaded archives: a student's .zip, or one .zip that holds the folders of a whole class.

Nothing that an archive says of itself is trusted. Only files that grading reads are written, under
names of plain parts, so nothing can land outside of its own folder; and what is odd about an
archive costs its own student one sentence, and nobody else anything.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from grader.batch.intake.discovery import is_exercise_file, is_exercise_folder
from grader.errors import BrokenEnvironment

SUFFIX = ".zip"
MAX_ENTRIES = 1_000  # of one student
MAX_BYTES = 16 << 20  # of one student, unpacked
MAX_RATIO = 200  # source text is packed to a tenth of its size, a bomb to a thousandth
RATIO_BYTES = 1 << 20  # smaller than this nothing is a bomb
MAX_CLASS_ENTRIES = 200_000
READ = (".py", ".ipynb")
IGNORED = ("__MACOSX", "__pycache__")
ENCRYPTED = 0x1  # the bit of a zip entry's flags
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others ask for memory as they like
MAX_WRAPPERS = 16  # folders around everything
MAX_PACKED_BYTES = 2 * MAX_BYTES  # of one student, read
MAX_DIRECTORY_BYTES = 1 << 20  # the table of contents of one student's archive
MAX_CLASS_DIRECTORY_BYTES = 64 << 20


class _BadArchive(Exception):
    """The fault of what one student handed in, as the end of a sentence."""


class _Member(NamedTuple):
    """An entry of an archive, by the parts of its name from some folder on."""

    parts: tuple[str, ...]
    entry: zipfile.ZipInfo


def unpack_student(source: Path | IO[bytes], shown: str, folder: Path) -> tuple[str, ...]:
    """Unpack what one student handed in into a new folder; give complaints, none if all is well.

    `shown` is what the archive is called. Where there is a complaint nothing is unpacked.
    """
    try:
        with _opened(source, MAX_DIRECTORY_BYTES, MAX_PACKED_BYTES) as archive:
            members = [_Member(_parts(entry), entry) for entry in archive.infolist()]
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
    whole = [_Member(tuple(_name(entry).split("/")), entry) for entry in entries]
    members = [member for member in whole if not _is_ignored(member)]
    members = _unwrapped(members, _is_student)
    students: dict[str, list[_Member]] = {}
    for member in members:
        students.setdefault(member.parts[0], []).append(_below(member))
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
    archive: zipfile.ZipFile, student: str, members: list[_Member], places: tuple[Path, Path]
) -> Iterator[str]:
    """Unpack a student's folder, or the archive that lies in its place."""
    folders, archives = places
    _require_plain((student,), student)
    if any(member.parts for member in members):
        for member in members:
            _require_plain(member.parts, _name(member.entry))
        _unpack(archive, members, folders / student)
    elif len(members) > 1:
        raise _BadArchive("is there more than once. Have it handed in again.")
    elif student.endswith(SUFFIX):
        _require_harmless(members)
        inner = io.BytesIO(_contents(archive, members[0].entry))
        yield from unpack_student(inner, student, archives / student.removesuffix(SUFFIX))
    else:
        raise _BadArchive("is not in a student's folder.")


def _unpack(archive: zipfile.ZipFile, members: list[_Member], folder: Path) -> None:
    """Write the files that grading may read, those of folders further inside left out."""
    _require_harmless(members)
    members = [member for member in members if not _is_ignored(member)]
    members = _unwrapped(members, _is_exercise)
    kept = {member.parts: member.entry for member in members if _is_read(member.parts)}
    if len(kept) < sum(_is_read(member.parts) for member in members):
        raise _BadArchive("holds two files of the same name. Have it handed in again.")
    if not any(map(_is_exercise, kept)):
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


def _require_harmless(members: list[_Member]) -> None:
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
        if entry.flag_bits & ENCRYPTED:
            raise _BadArchive("is encrypted. Have it handed in without a password.")
        if entry.compress_type not in METHODS:
            raise _BadArchive(
                "uses an unknown compression method. Have it handed in as a plain .zip."
            )
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _BadArchive(f"holds a link ({_name(entry)}), and links are not followed.")
        if entry.file_size > max(RATIO_BYTES, MAX_RATIO * entry.compress_size):
            raise _BadArchive(
                f"is compressed more than any text can be ({_name(entry)}), and is not unpacked."
            )


def _parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    name = _name(entry)
    parts = tuple(name.split("/"))
    _require_plain(parts, name)
    return parts


def _require_plain(parts: tuple[str, ...], name: str) -> None:
    for part in parts:
        if part in ("", ".", "..") or ":" in part:
            raise _BadArchive(f"holds a name that leads elsewhere ({name}).")


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry with forward slashes, none at the end."""
    return entry.filename.replace("\\", "/").removesuffix("/")


def _unwrapped(
    members: list[_Member], is_wanted: Callable[[tuple[str, ...]], bool]
) -> list[_Member]:
    """The members without the folders that all of them lie in, as far as tools make such."""
    for _ in range(MAX_WRAPPERS):
        if not _is_wrapped(members, is_wanted):
            break
        members = [_below(member) for member in members]
    return members


def _is_wrapped(members: list[_Member], is_wanted: Callable[[tuple[str, ...]], bool]) -> bool:
    """True if all lies in one folder that is none of those that are looked for."""
    first = {member.parts[:1] for member in members}
    return (
        len(first) == 1
        and all(len(member.parts) > 1 for member in members)
        and not any(is_wanted(member.parts) for member in members)
    )


def _is_exercise(parts: tuple[str, ...]) -> bool:
    return is_exercise_folder(parts[0]) if len(parts) > 1 else is_exercise_file(parts[0])


def _is_student(parts: tuple[str, ...]) -> bool:
    return parts[0].endswith(SUFFIX) or (len(parts) > 1 and _is_exercise(parts[1:]))


def _is_read(parts: tuple[str, ...]) -> bool:
    is_near = len(parts) == 1 or (len(parts) == 2 and is_exercise_folder(parts[0]))
    return is_near and parts[-1].endswith(READ)


def _is_ignored(member: _Member) -> bool:
    """A folder, or what systems and editors leave behind."""
    return member.entry.is_dir() or any(
        part in IGNORED or (part.startswith(".") and part.strip(".")) for part in member.parts
    )


def _below(member: _Member) -> _Member:
    return _Member(member.parts[1:], member.entry)
