"""The submissions before the last one, where the term lets the best by points count.

`grade collect` keeps them as SUBMISSIONS/<student>/attempt-N/..., and names each in a line of its
own in submissions.csv. Nothing else makes a folder of that name count: a student's own does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from grader.batch.intake.deliveries import Delivery, read_deliveries
from grader.batch.intake.discovery import discover
from grader.batch.intake.entries import Discovery, Entry, Source
from grader.errors import GraderError


def earlier_folder(number: str) -> str:
    """The folder, below the student's, of a submission before the last one that counts."""
    return f"attempt-{number}"


def with_earlier_attempts(found: Discovery, folder: Path) -> Discovery:
    """The same, where every submission that is in time is among the files of its exercise.

    All of them are graded, and the best counts; the last one comes first.

    Raises:
        GraderError: submissions.csv is another's.
    """
    several = read_deliveries(folder).several() if folder.is_dir() else {}
    entries = {(entry.student, entry.exercise): entry for entry in found.entries}
    for student in sorted({student for student, _ in several}):
        inside = _inside(folder / student, student)
        for exercise, lines in _of(student, several):
            last = entries.get((student, exercise))
            own = (replace(one, attempt=lines[-1].attempt) for one in last.sources) if last else ()
            sources = (*own, *_sources(inside, exercise, lines[:-1]))
            if sources:
                entries[student, exercise] = _entry(student, exercise, sources, last)
    return replace(found, entries=tuple(sorted(entries.values())))


def _inside(folder: Path, student: str) -> dict[tuple[str, str], list[Source]]:
    """The files in the folders of a student, by folder and exercise."""
    if not folder.is_dir() or folder.is_symlink():
        return {}
    try:
        entries = discover(folder).entries
    except GraderError:  # it cannot be read: that has been told, and costs nobody else anything
        return {}
    return {
        (entry.student, entry.exercise): [
            Source(source.path, f"{student}/{source.file}") for source in entry.sources
        ]
        for entry in entries
    }


def _of(
    student: str, several: dict[tuple[str, str], list[Delivery]]
) -> Iterator[tuple[str, list[Delivery]]]:
    yield from ((exercise, own) for (name, exercise), own in several.items() if name == student)


def _sources(
    inside: dict[tuple[str, str], list[Source]], exercise: str, earlier: Sequence[Delivery]
) -> Iterator[Source]:
    """The files of the submissions before the last, the newest first."""
    for line in reversed(earlier):
        for source in inside.get((earlier_folder(line.attempt), exercise), ()):
            yield replace(source, attempt=line.attempt)


def _entry(student: str, exercise: str, sources: Sequence[Source], known: Entry | None) -> Entry:
    first, *others = sources
    note = known.note if known is not None else ""
    return Entry(
        student, exercise, first.path, first.file, note, tuple(others), attempt=first.attempt
    )
