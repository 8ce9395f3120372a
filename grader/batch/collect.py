"""What a platform exported becomes folders by student: nothing is dropped, nothing half written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from grader.batch import archive
from grader.batch.deliveries import Delivery, with_zone
from grader.batch.discovery import Left
from grader.batch.platforms import canvas
from grader.batch.platforms.export_files import (
    UNREADABLE,
    Export,
    ExportFile,
    files_of_archive,
)
from grader.batch.platforms.piece import Piece
from grader.batch.platforms.recognise import READERS, Platform
from grader.batch.recognition import (
    COURSES_OWN,
    Functions,
    code_suffix,
    exact_exercise,
    is_unwritten,
    like_exercise,
    recognise_exercise,
)
from grader.batch.roster import Person, Roster
from grader.course.term import Term
from grader.errors import GraderError

NO_CODE = "is neither a Python file nor a notebook"
_WRITTEN = ("%A, %d %B %Y, %I:%M %p", "%d %B %Y, %I:%M %p", "%Y-%m-%d %H:%M:%S UTC")


class Item(Struct, frozen=True):
    """A file that is kept: whose, under which path, and of which exercise."""

    student: str
    path: str
    file: ExportFile
    exercise: str | None


class Collected(Struct, frozen=True):
    """What an export becomes, not written yet.

    Attributes:
        missing: who of the roster has not submitted.
    """

    items: tuple[Item, ...]
    deliveries: tuple[Delivery, ...]
    left: tuple[Left, ...]
    missing: tuple[str, ...]


class Orders(Struct, frozen=True):
    """What collecting depends on besides the export."""

    exercises: Functions
    term: Term = Term()
    roster: Roster | None = None


class _Handed(Struct, frozen=True):
    """One file of one student, after archives were opened."""

    student: str
    piece: Piece
    person: Person | None
    exercise: str | None


def collect(export: Export, platform: Platform, orders: Orders) -> Collected:
    """Sort the files of an export by student; of several submissions the one that counts is kept.

    Raises:
        GraderError: two students cannot be told apart, or nothing is an exercise of this course.
    """
    if orders.roster is not None:
        orders = replace(orders, roster=orders.roster.for_platform(platform))
    reading = READERS[platform](export)
    left = list(reading.left)
    pieces = [inner for piece in reading.pieces for inner in _opened(piece, left)]
    handed = list(_by_student(pieces, orders))
    items, deliveries = [], []
    for theirs in _grouped(handed):
        kept = _Student(theirs, orders, export.name).keep(left)
        items += kept[0]
        deliveries += kept[1]
    if not any(delivery.exercise for delivery in deliveries):
        raise GraderError(
            f"{export.name} holds no submission of {', '.join(sorted(orders.exercises))}"
            f" ({len(export.files)} files, read as an export of {platform}).",
            "Is it of another course, or of another platform? Say which with --from",
        )
    return Collected(tuple(items), tuple(deliveries), tuple(left), _missing(items, orders.roster))


def _opened(piece: Piece, left: list[Left]) -> Iterator[Piece]:
    """The files that grading can use; what else there is goes to `left`."""
    is_archive = piece.path.lower().endswith(archive.SUFFIX) and not piece.file.problem
    for inner in _members(piece) if is_archive else (piece,):
        file = inner.file
        if file.problem or not code_suffix(inner.path):
            who = piece.name or piece.login or piece.platform_id
            left.append(Left(who, file.path, file.problem or NO_CODE))
        elif not _is_courses_own(inner.path):
            yield inner


def _members(piece: Piece) -> Iterator[Piece]:
    """What a student's archive holds, each as a piece of its own."""
    for file in files_of_archive(piece.file):
        yield replace(piece, file=file, path=file.path.removeprefix(f"{piece.file.path}/"))


def _is_courses_own(path: str) -> bool:
    """Whether it lies where a copy of the students' course has files that are not the student's."""
    return bool(set(path.split("/")[:-1]) & set(COURSES_OWN))


def _by_student(pieces: Sequence[Piece], orders: Orders) -> Iterator[_Handed]:
    """Each file with its student's folder; a group's file is that of each member."""
    folders = _folders(pieces)
    for piece in pieces:
        people = orders.roster.people_of(piece) if orders.roster else ()
        exercise = _exercise_of(piece, orders.exercises)
        for person in people:
            own = _with_facts(_chosen_by(piece, person), person, orders.term)
            yield _Handed(_safe(person.folder), own, person, exercise)
        if not people:
            yield _Handed(folders[piece.key], piece, None, exercise)


def _chosen_by(piece: Piece, person: Person) -> Piece:
    """The piece of a person, by whose number an ambiguous name of Canvas is understood."""
    number = person.platform_id
    if number and piece.note == canvas.AMBIGUOUS and number in canvas.user_ids(piece.file.path):
        name = canvas.renamed(piece.file.path, number)
        return replace(piece, path=name, platform_id=number, note="")
    return piece


def _with_facts(piece: Piece, person: Person, term: Term) -> Piece:
    """The piece with what the roster knows better than the platform's file names."""
    when = piece.submitted_at or _time(person.submitted)
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


def _time(text: str) -> datetime | None:
    """A time as platforms write it into their lists."""
    for form in _WRITTEN:
        try:
            moment = datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        return moment.replace(tzinfo=UTC) if form.endswith("UTC") else moment
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def _folders(pieces: Iterable[Piece]) -> dict[str, str]:
    """What the folder of each student is called, where no roster says: the login, or the name.

    Two students of one name are told apart by the platform's number.
    """
    called: dict[str, str] = {}
    for piece in pieces:
        called[piece.key] = piece.student_id or piece.login or piece.name or piece.platform_id
    count: dict[str, int] = defaultdict(int)
    for name in called.values():
        count[_safe(name).casefold()] += 1
    return {
        key: _safe(name if count[_safe(name).casefold()] == 1 else f"{name} {key}")
        for key, name in called.items()
    }


def _safe(name: str) -> str:
    """A name as a folder can have it on any system."""
    plain = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', "_", name).strip(" .")
    return plain[:120] or "_"


def _exercise_of(piece: Piece, exercises: Functions) -> str | None:
    name = PurePosixPath(piece.path).name
    called = exact_exercise(name)
    if called in exercises:
        return called
    try:
        found = recognise_exercise(name, piece.file.read(), exercises)
    except UNREADABLE:
        return None
    return found or (like_exercise(name) if like_exercise(name) in exercises else None)


def _grouped(handed: Iterable[_Handed]) -> Iterator[list[_Handed]]:
    groups: dict[str, list[_Handed]] = {}
    for item in handed:
        groups.setdefault(item.student, []).append(item)
    yield from (groups[student] for student in sorted(groups))


class _Student:
    """Chooses among what one student handed in."""

    def __init__(self, handed: Sequence[_Handed], orders: Orders, source: str) -> None:
        self._handed = handed
        self._orders = orders
        self._source = source
        self._attempts = sorted({item.piece.attempt for item in handed})

    def keep(self, left: list[Left]) -> tuple[list[Item], list[Delivery]]:
        """The files that count and a line for each exercise; the others go to `left`."""
        if self._is_too_much():
            why = "is one of too many or too large files"
            left += [self._left(item, why) for item in self._handed]
            return [], []
        chosen = {name: self._chosen(name) for name in self._exercises()}
        doubled = {name: what for name in chosen if (what := self._doubled(name, chosen[name]))}
        used = set(chosen.values()) or set(self._attempts[-1:])
        items: dict[str, Item] = {}
        for item in sorted(self._handed, key=lambda item: item.piece.attempt):
            exercise, attempt = item.exercise, item.piece.attempt
            if exercise in doubled:
                left.append(self._left(item, doubled[exercise]))
            elif attempt not in used or (exercise and attempt != chosen[exercise]):
                left.append(self._left(item, "is of another submission than the one that counts"))
            else:
                path = _safe_path(item.piece.path)
                if path in items:
                    why = f"another file is called {path}, too"
                    left.append(Left(item.student, items[path].file.path, why))
                items[path] = Item(item.student, path, item.piece.file, exercise)
        counted = [name for name in chosen if name not in doubled]
        if not chosen:  # a line all the same, so that the student is not lost
            return list(items.values()), [self._delivery(None, self._attempts[-1])]
        return list(items.values()), [self._delivery(name, chosen[name]) for name in counted]

    def _exercises(self) -> list[str]:
        return sorted({item.exercise for item in self._handed if item.exercise})

    def _chosen(self, exercise: str) -> str:
        """The attempt that counts: the last, or the last in time where the term says `best`."""
        attempts = sorted(
            {item.piece.attempt for item in self._handed if item.exercise == exercise}
        )
        if self._orders.term.which == "best":
            in_time = [name for name in attempts if self._is_in_time(exercise, name)]
            return (in_time or attempts)[-1]
        return attempts[-1]

    def _is_in_time(self, exercise: str, attempt: str) -> bool:
        term = self._orders.term
        due = term.of(exercise).due
        when = next(item.piece for item in self._handed if item.piece.attempt == attempt)
        moment = with_zone(when.submitted_at, term) if when.submitted_at else None
        if due is None or moment is None:
            return True
        return moment <= due + timedelta(minutes=term.late.grace_minutes)

    def _doubled(self, exercise: str, attempt: str) -> str:
        """What to say where one submission holds two different files of one exact name."""
        same = [
            item
            for item in self._handed
            if item.exercise == exercise and item.piece.attempt == attempt
        ]
        written = [item for item in same if not self._is_stub(item)]
        by_name: dict[str, set[bytes]] = {}
        for item in written:
            name = PurePosixPath(item.piece.path).name
            by_name.setdefault(name, set()).add(item.piece.file.read())
        for name, contents in by_name.items():
            if len(contents) > 1:
                paths = " and ".join(
                    item.piece.file.path for item in written if item.piece.path.endswith(name)
                )
                return f"two different files are called {name}: {paths}; ask which one counts"
        return ""

    def _is_stub(self, item: _Handed) -> bool:
        name, data = PurePosixPath(item.piece.path).name, item.piece.file.read()
        return is_unwritten(name, data, self._orders.exercises[item.exercise or ""])

    def _delivery(self, exercise: str | None, attempt: str) -> Delivery:
        item = next(
            item
            for item in self._handed
            if item.exercise == exercise and item.piece.attempt == attempt
        )
        piece, when = item.piece, item.piece.submitted_at
        moment = with_zone(when, self._orders.term) if when else None
        notes = [piece.note] if piece.note else []
        if when and moment is None:
            notes.append("the time has no zone; course.toml has no timezone")
        if exercise is None:
            notes.append("no exercise is recognized")
        if self._orders.roster and item.person is None:
            notes.append(f"not in {self._orders.roster.source}")
        return Delivery(
            student=item.student,
            platform_id=piece.platform_id,
            login=piece.login,
            name=piece.name,
            email=piece.email,
            exercise=exercise or "",
            submitted_at=(moment or when).isoformat() if when else "",
            attempt=str(self._attempts.index(attempt) + 1),
            late="late" if piece.is_late else "",
            source=self._source,
            note="; ".join(notes),
        )

    def _is_too_much(self) -> bool:
        size = sum(item.piece.file.size for item in self._handed)
        return size > archive.MAX_BYTES or len(self._handed) > archive.MAX_ENTRIES

    def _left(self, item: _Handed, why: str) -> Left:
        return Left(item.student, item.piece.file.path, why)


def _safe_path(path: str) -> str:
    return "/".join(_safe(part) for part in path.split("/"))


def _missing(items: Sequence[Item], roster: Roster | None) -> tuple[str, ...]:
    there = {item.student for item in items}
    people = roster.people if roster else ()
    return tuple(person.folder for person in people if _safe(person.folder) not in there)
