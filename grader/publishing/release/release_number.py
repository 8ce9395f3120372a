"""The number of a release, which grows whenever something that decides a grade has changed.

The author's copy keeps the last one in solutions/release.json, to be committed with the course:
so releases into several folders, and bundles for platforms, agree on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.course.course import Course
from grader.course.hidden_files import hidden_files
from grader.course.open_files import open_hashes
from grader.errors import BrokenEnvironment
from grader.files import write_file, writing
from grader.model import Exercise

FILE = "release.json"


class ReleaseNumber(Struct, frozen=True):
    """A number, and the hash of all that it stands for."""

    number: int
    contents: str


def release_number(
    course: Course, exercises: Sequence[Exercise], files: Mapping[str, bytes]
) -> ReleaseNumber:
    """The number of a release with these files: the last one's, where nothing has changed.

    Raises:
        BrokenEnvironment: the number of the last release cannot be read.
    """
    last = _last(_path(course))
    contents = _contents(exercises, files)
    return last if last.contents == contents else ReleaseNumber(last.number + 1, contents)


def keep_release_number(course: Course, release: ReleaseNumber) -> None:
    """Remember the number of a release that has been written.

    Raises:
        BrokenEnvironment: it cannot be kept.
    """
    path = _path(course)
    if _last(path) == release:
        return
    with writing(path):
        write_file(path, msgspec.json.format(msgspec.json.encode(release), indent=1) + b"\n")


def _path(course: Course) -> Path:
    return course.root / "solutions" / FILE


def _last(path: Path) -> ReleaseNumber:
    if not path.is_file():
        return ReleaseNumber(0, "")
    try:
        return msgspec.json.decode(path.read_bytes(), type=ReleaseNumber)
    except (OSError, msgspec.DecodeError) as error:
        raise BrokenEnvironment(
            f"{path} holds no number of a release: {error}", "Restore the file from the repository."
        ) from error


def _contents(exercises: Sequence[Exercise], files: Mapping[str, bytes]) -> str:
    """A hash of all hidden files and all open ones that decide a grade."""
    table = {
        item.name: (
            sorted(hidden_files(item).items()),
            sorted(open_hashes(item.name, files).items()),
        )
        for item in exercises
    }
    return hashlib.sha256(msgspec.json.encode(table, order="deterministic")).hexdigest()
