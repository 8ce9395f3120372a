"""What was found of a class: the files of each student, and what is left out with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace


class Source(Struct, frozen=True, order=True):
    """A file, and its path below the folder of submissions, with forward slashes.

    Attributes:
        attempt: the number of the submission that it is of, where several are kept; else empty.
    """

    path: Path
    file: str
    attempt: str = ""


class Entry(Struct, frozen=True, order=True):
    """A student's files for an exercise.

    Attributes:
        file: the path below the folder of submissions, with forward slashes.
        note: why this file and no other, where there were several; else empty.
        others: further files for the same exercise, none of which has been read yet.
        attempt: the number of the submission that the file is of, where several are kept.
    """

    student: str
    exercise: str
    path: Path
    file: str
    note: str = ""
    others: tuple[Source, ...] = ()
    attempt: str = ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """All files that were handed in for the exercise, in the order to look at them."""
        return (Source(self.path, self.file, self.attempt), *self.others)


class Left(Struct, frozen=True):
    """Something that was not graded, or not collected, and why.

    Attributes:
        student: whose it is, empty where nobody knows.
        path: below the folder of submissions, or in an export; empty for a student as a whole.
    """

    student: str
    path: str
    why: str


class Discovery(Struct, frozen=True):
    """The content of a folder of submissions.

    Attributes:
        entries: what to grade, by student and exercise.
        complaints: a sentence about each thing that is left out and should not be.
        folders: the students' folders, to account for each.
        not_graded: what is left out, with the reason.
    """

    entries: tuple[Entry, ...]
    complaints: tuple[str, ...]
    folders: tuple[Path, ...] = ()
    not_graded: tuple[Left, ...] = ()


def restrict(found: Discovery, known: Iterable[str], asked_for: Iterable[str] = ()) -> Discovery:
    """Leave out what is not asked for, and what the course does not know.

    With nothing asked for, everything is; then a file of an unknown exercise is complained about.
    """
    known, wanted = frozenset(known), frozenset(asked_for)
    unknown = sorted({entry.exercise for entry in found.entries} - known)
    complaints = [] if wanted else [f"{name} is not in this course." for name in unknown]
    return replace(
        found,
        entries=tuple(entry for entry in found.entries if entry.exercise in (wanted or known)),
        complaints=(*found.complaints, *complaints),
    )


def joined(first: Discovery, archives: Discovery) -> Discovery:
    """The content of folders and archives together.

    Where a student handed in both, what came out of the archive is called by its name.
    """
    known = {(entry.student, entry.exercise) for entry in first.entries}
    entries = [
        _from_archive(entry) if (entry.student, entry.exercise) in known else entry
        for entry in archives.entries
    ]
    return merged(first, replace(archives, entries=tuple(entries)))


def merged(first: Discovery, other: Discovery) -> Discovery:
    """Both together; nothing is lost: two sources of a student's exercise are one entry."""
    entries = {(entry.student, entry.exercise): entry for entry in first.entries}
    for entry in other.entries:
        key = entry.student, entry.exercise
        known = entries.get(key)
        more = (*known.others, *entry.sources) if known else ()
        entries[key] = replace(known, others=more) if known else entry
    return Discovery(
        tuple(sorted(entries.values())),
        (*first.complaints, *other.complaints),
        (*first.folders, *other.folders),
        (*first.not_graded, *other.not_graded),
    )


def _from_archive(entry: Entry) -> Entry:
    first, *others = (_in_archive(source, entry.student) for source in entry.sources)
    return replace(entry, path=first.path, file=first.file, others=tuple(others))


def _in_archive(source: Source, student: str) -> Source:
    return Source(source.path, f"{student}.zip{source.file.removeprefix(student)}")
