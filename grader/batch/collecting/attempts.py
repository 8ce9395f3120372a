"""Of what one student handed in, the files that count; the others are named with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import PurePosixPath

from msgspec import Struct

from grader.batch.intake.archive_limits import MAX_BYTES, MAX_ENTRIES
from grader.batch.intake.deliveries import Delivery, with_zone
from grader.batch.intake.earlier_attempts import earlier_folder
from grader.batch.intake.entries import Left
from grader.batch.intake.recognition import (
    Functions,
    code_suffix,
    exact_exercise,
    is_unwritten,
)
from grader.batch.platforms.export_files import ExportFile
from grader.batch.platforms.piece import Piece
from grader.batch.platforms.roster import Person, Roster
from grader.course.term import Term


class Item(Struct, frozen=True):
    """A file that is kept: whose, under which path, and of which exercise."""

    student: str
    path: str
    file: ExportFile
    exercise: str | None


class Orders(Struct, frozen=True):
    """The input of collecting besides the export."""

    exercises: Functions
    term: Term = Term()
    roster: Roster | None = None


class Handed(Struct, frozen=True):
    """One file of one student; `exercise` is known after archives were opened."""

    student: str
    piece: Piece
    person: Person | None
    exercise: str | None


class StudentFiles:
    """Chooses among what one student handed in."""

    def __init__(self, handed: Sequence[Handed], orders: Orders, source: str) -> None:
        self._handed = sorted(handed, key=lambda item: item.piece.attempt)
        self._orders = orders
        self._source = source
        self._attempts = sorted({item.piece.attempt for item in handed})

    def keep(self, left: list[Left]) -> tuple[list[Item], list[Delivery]]:
        """The files that count and the lines on them; the others go to `left`.

        The last submission of an exercise that counts lies in the student's folder itself. Where
        the best one counts, those before it are kept in folders of their own.
        """
        if self._is_too_much():
            why = "is one of too many or too large files"
            left += [self._left(item, why) for item in self._handed]
            return [], []
        chosen = {name: self._chosen(name) for name in self._exercises()}
        unclear = self._unclear(chosen)
        counting = {
            name: [attempt for attempt in attempts if (name, attempt) not in unclear]
            for name, attempts in chosen.items()
        }
        items = self._items(counting, unclear, left)
        if not chosen:  # a line all the same, so that the student is not lost
            return items, [self._delivery(None, self._attempts[-1])]
        lines = [self._delivery(name, one) for name, own in counting.items() for one in own]
        return items, lines

    def _items(
        self,
        counting: Mapping[str, Sequence[str]],
        unclear: Mapping[tuple[str, str], str],
        left: list[Left],
    ) -> list[Item]:
        items: dict[str, Item] = {}
        for item in self._handed:
            attempt, exercise = item.piece.attempt, item.exercise or ""
            folders = list(self._folders(item, counting))
            if (exercise, attempt) in unclear:
                left.append(self._left(item, unclear[exercise, attempt]))
            elif not folders:
                left.append(self._left(item, "belongs to a submission that does not count"))
            else:
                for folder in folders:
                    path = f"{folder}{self._path(item, counting)}"
                    if path in items:
                        why = f"another file is called {path}, too"
                        left.append(Left(item.student, items[path].file.path, why))
                    items[path] = Item(item.student, path, item.piece.file, item.exercise)
        return list(items.values())

    def _folders(self, item: Handed, counting: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Where a file belongs: its exercise's, or one that it may be imported by."""
        attempt = item.piece.attempt
        relevant = [own for name, own in counting.items() if item.exercise in (None, name)]
        last = {own[-1] for own in relevant if own}
        if item.exercise is None and not any(counting.values()):
            last = {self._last}  # what nobody can place is kept beside what nobody can grade
        if attempt in last:
            yield ""
        if any(attempt in own[:-1] for own in relevant):
            yield f"{earlier_folder(self._number(attempt))}/"

    def _path(self, item: Handed, counting: Mapping[str, Sequence[str]]) -> str:
        """The path of a file; among several submissions each goes by its exercise's name."""
        path = _safe_path(item.piece.path)
        name = PurePosixPath(path).name
        if item.exercise and len(counting[item.exercise]) > 1 and not exact_exercise(name):
            return f"{item.exercise}{code_suffix(name)}"
        return path

    def _exercises(self) -> list[str]:
        return sorted({item.exercise for item in self._handed if item.exercise})

    @property
    def _last(self) -> str:
        return self._attempts[-1]

    def _number(self, attempt: str) -> str:
        return str(self._attempts.index(attempt) + 1)

    def _chosen(self, exercise: str) -> list[str]:
        """The attempts that count: the last, or where the term says `best` all that are in time."""
        attempts = sorted(
            {item.piece.attempt for item in self._handed if item.exercise == exercise}
        )
        if self._orders.term.which == "best":
            in_time = [name for name in attempts if self._is_in_time(exercise, name)]
            return in_time or attempts[-1:]
        return attempts[-1:]

    def _is_in_time(self, exercise: str, attempt: str) -> bool:
        term = self._orders.term
        due = term.of(exercise).due
        when = next(item.piece for item in self._handed if item.piece.attempt == attempt)
        moment = with_zone(when.submitted_at, term) if when.submitted_at else None
        if due is None or moment is None:
            return not when.is_late
        return moment <= due + timedelta(minutes=term.late.grace_minutes)

    def _unclear(self, chosen: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], str]:
        """The submissions of which nobody can tell which file counts, with the reason."""
        return {
            (name, attempt): what
            for name, attempts in chosen.items()
            for attempt in attempts
            if (what := self._doubled(name, attempt))
        }

    def _doubled(self, exercise: str, attempt: str) -> str:
        """The reason against a submission with two different files of one exact name."""
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

    def _is_stub(self, item: Handed) -> bool:
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
            attempt=self._number(attempt),
            late="late" if piece.is_late else "",
            source=self._source,
            note="; ".join(notes),
        )

    def _is_too_much(self) -> bool:
        size = sum(item.piece.file.size for item in self._handed)
        return size > MAX_BYTES or len(self._handed) > MAX_ENTRIES

    def _left(self, item: Handed, why: str) -> Left:
        return Left(item.student, item.piece.file.path, why)


def safe_name(name: str) -> str:
    """A name as a folder can have it on any system."""
    plain = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', "_", name).strip(" .")
    return plain[:120] or "_"


def _safe_path(path: str) -> str:
    return "/".join(safe_name(part) for part in path.split("/"))
