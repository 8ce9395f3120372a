"""Folders by student from a platform's export: nothing is dropped, nothing half written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from grader.batch.collecting.attempts import Handed, Item, Orders, StudentFiles, safe_name
from grader.batch.intake.archive_limits import SUFFIX
from grader.batch.intake.deliveries import Delivery, with_zone
from grader.batch.intake.entries import Left
from grader.batch.intake.recognition import (
    COURSES_OWN,
    Functions,
    code_suffix,
    exact_exercise,
    like_exercise,
    recognise_exercise,
)
from grader.batch.platforms import canvas
from grader.batch.platforms.export_files import (
    UNREADABLE,
    Export,
    files_of_archive,
)
from grader.batch.platforms.piece import Piece
from grader.batch.platforms.recognise import READERS, Platform
from grader.batch.platforms.roster import Person, Roster
from grader.course.term import Term
from grader.errors import GraderError

DAMAGED = "is damaged. Have it handed in again"
NO_CODE = "is neither a Python file nor a notebook"


class Collected(Struct, frozen=True):
    """The folders of an export, not written yet.

    Attributes:
        missing: who of the roster has not submitted.
    """

    items: tuple[Item, ...]
    deliveries: tuple[Delivery, ...]
    left: tuple[Left, ...]
    missing: tuple[str, ...]


def collect(export: Export, platform: Platform, orders: Orders) -> Collected:
    """Sort the files of an export by student; of several submissions the one that counts is kept.

    Raises:
        GraderError: two students cannot be told apart, or nothing is an exercise of this course.
    """
    if orders.roster is not None:
        orders = replace(orders, roster=orders.roster.for_platform(platform))
    reading = READERS[platform](export)
    left = [*reading.left, *reading.unnamed]
    by_student = _by_student(reading.pieces, orders)
    handed = [item for one in by_student for item in _opened(one, orders.exercises, left)]
    items, deliveries = [], []
    for theirs in _grouped(handed):
        kept = StudentFiles(theirs, orders, export.name).keep(left)
        items += kept[0]
        deliveries += kept[1]
    if not any(delivery.exercise for delivery in deliveries):
        raise GraderError(
            f"{export.name} holds no submission of {', '.join(sorted(orders.exercises))}"
            f" ({len(export.files)} files, read as an export of {platform}).",
            "Is it of another course, or of another platform? Say which with --from",
        )
    return Collected(tuple(items), tuple(deliveries), tuple(left), _missing(items, orders.roster))


def _opened(handed: Handed, exercises: Functions, left: list[Left]) -> Iterator[Handed]:
    """The files that grading can use, out of an archive, too; what else there is goes to `left`."""
    piece = handed.piece
    is_archive = piece.path.lower().endswith(SUFFIX) and not piece.file.problem
    for inner in _members(piece) if is_archive else (piece,):
        problem = inner.file.problem or ("" if code_suffix(inner.path) else NO_CODE)
        if not problem and _is_courses_own(inner.path):
            continue
        problem = problem or _damage(inner)
        if problem:
            left.append(Left(handed.student, inner.file.path, problem))
        else:
            exercise = _exercise_of(inner, exercises)
            yield replace(handed, piece=inner, exercise=exercise)


def _damage(piece: Piece) -> str:
    """The fault of a file that says nothing of it, but cannot be read."""
    try:
        piece.file.read()
    except UNREADABLE:
        return DAMAGED
    return ""


def _members(piece: Piece) -> Iterator[Piece]:
    """The files of a student's archive, each as a piece of its own."""
    for file in files_of_archive(piece.file):
        yield replace(piece, file=file, path=file.path.removeprefix(f"{piece.file.path}/"))


def _is_courses_own(path: str) -> bool:
    """True if it lies where a copy of the students' course has files that are not the student's."""
    return bool(set(path.split("/")[:-1]) & set(COURSES_OWN))


def _by_student(pieces: Sequence[Piece], orders: Orders) -> Iterator[Handed]:
    """Each file with its student's folder; a group's file is that of each member."""
    folders = _folders(pieces)
    for piece in pieces:
        people = orders.roster.people_of(piece) if orders.roster else ()
        for person in people:
            own = _with_facts(_chosen_by(piece, person), person, orders.term)
            yield Handed(safe_name(person.folder), own, person, None)
        if not people:
            yield Handed(folders[piece.key], piece, None, None)


def _chosen_by(piece: Piece, person: Person) -> Piece:
    """The piece of a person, by whose number an ambiguous name of Canvas is understood."""
    number = person.platform_id
    if number and piece.note == canvas.AMBIGUOUS and number in canvas.user_ids(piece.file.path):
        name = canvas.renamed(piece.file.path, number)
        return replace(piece, path=name, platform_id=number, note="")
    return piece


def _with_facts(piece: Piece, person: Person, term: Term) -> Piece:
    """The piece with what the roster knows better than the platform's file names."""
    when = piece.submitted_at
    if when is None and person.submitted:
        when = datetime.fromisoformat(person.submitted)
    return replace(
        piece,
        platform_id=_number(piece, person),
        login=person.login or person.github or piece.login,
        name=person.full_name or piece.name,
        email=person.email or piece.email,
        submitted_at=with_zone(when, term) or when if when else None,
    )


def _number(piece: Piece, person: Person) -> str:
    """The platform's number of a person; the file's own, unless that is a group's."""
    is_groups = bool(person.group) and person.group.casefold() == piece.group.casefold()
    if is_groups or not piece.platform_id:
        return person.platform_id
    return piece.platform_id


def _folders(pieces: Iterable[Piece]) -> dict[str, str]:
    """The name of each student's folder, where no roster says: the login, or the name.

    Two students of one name are told apart by the platform's number.
    """
    called: dict[str, str] = {}
    for piece in pieces:
        called[piece.key] = piece.student_id or piece.login or piece.name or piece.platform_id
    count: dict[str, int] = defaultdict(int)
    for name in called.values():
        count[safe_name(name).casefold()] += 1
    return {
        key: safe_name(name if count[safe_name(name).casefold()] == 1 else f"{name} {key}")
        for key, name in called.items()
    }


def _exercise_of(piece: Piece, exercises: Functions) -> str | None:
    name = PurePosixPath(piece.path).name
    called = exact_exercise(name)
    if called in exercises:
        return called
    found = recognise_exercise(name, piece.file.read(), exercises)
    return found or (like_exercise(name) if like_exercise(name) in exercises else None)


def _grouped(handed: Iterable[Handed]) -> Iterator[list[Handed]]:
    groups: dict[str, list[Handed]] = {}
    for item in handed:
        groups.setdefault(item.student, []).append(item)
    yield from (groups[student] for student in sorted(groups))


def _missing(items: Sequence[Item], roster: Roster | None) -> tuple[str, ...]:
    there = {item.student for item in items}
    people = roster.people if roster else ()
    return tuple(person.folder for person in people if safe_name(person.folder) not in there)
