"""Tables about what was handed in: submissions.csv (who, when), and what was left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil
from pathlib import Path

from msgspec import Struct
from msgspec.structs import astuple

from grader.batch.intake.entries import Left
from grader.batch.platforms.tables import parse_table
from grader.course.term import Term
from grader.errors import GraderError
from grader.report.sanitize import as_cell

FILE = "submissions.csv"
NOT_COLLECTED = "not-collected.csv"
NOT_SUBMITTED = "has not submitted"


class Delivery(Struct, frozen=True):
    """One line: a student's submission of an exercise; what is not known is empty.

    Attributes:
        submitted_at: as ISO 8601; without an offset where the zone is not known.
        attempt: the number of the submission that counts, from 1.
        late: `late` where the platform marks it so.
        source: the export that it comes from.
    """

    student: str
    platform_id: str = ""
    login: str = ""
    name: str = ""
    email: str = ""
    exercise: str = ""
    submitted_at: str = ""
    attempt: str = ""
    late: str = ""
    source: str = ""
    note: str = ""


COLUMNS = Delivery.__struct_fields__
COLUMNS_LEFT = Left.__struct_fields__


class Deliveries(Struct, frozen=True, dict=True):
    """The lines of submissions.csv; of several of a student and an exercise the last counts."""

    rows: tuple[Delivery, ...] = ()

    def of(self, student: str, exercise: str, attempt: str = "") -> Delivery:
        """The line of a submission, of the one that counts if no attempt is named.

        Without such a line: one that knows nothing else.
        """
        own = self._by_key.get((student, exercise), [])
        named = [item for item in own if attempt and item.attempt == attempt]
        return (named or own or [Delivery(student, exercise=exercise)])[-1]

    def counting(self) -> tuple[Delivery, ...]:
        """The lines that count: one for each student and exercise."""
        return tuple(own[-1] for own in self._by_key.values())

    def several(self) -> dict[tuple[str, str], list[Delivery]]:
        """Those of which several submissions are kept, by student and exercise."""
        return {key: own for key, own in self._by_key.items() if len(own) > 1}

    def replaced_by(self, newer: Deliveries) -> Deliveries:
        """All lines of the newer ones, and of these what is about others."""
        known = newer._by_key.keys()
        kept = [item for item in self.rows if (item.student, item.exercise) not in known]
        return Deliveries((*kept, *newer.rows))

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], list[Delivery]]:
        found: dict[tuple[str, str], list[Delivery]] = {}
        for item in self.rows:
            found.setdefault((item.student, item.exercise), []).append(item)
        return found


def deliveries_csv(deliveries: Iterable[Delivery]) -> str:
    """The text of submissions.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in deliveries:
        writer.writerow([as_cell(value) for value in astuple(item)])
    return text.getvalue()


def left_csv(left: Iterable[Left]) -> str:
    """A table of what was left out: student, path, why."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Left.__struct_fields__)
    for item in left:
        writer.writerow([as_cell(cell) for cell in astuple(item)])
    return text.getvalue()


def read_deliveries(folder: Path) -> Deliveries:
    """The lines of submissions.csv in a folder; nothing where there is none.

    Raises:
        GraderError: the file is another.
    """
    path = folder / FILE
    if not path.is_file():
        return Deliveries()
    table = parse_table(path.read_bytes())
    if table is None or tuple(table.rows[0].cells) != COLUMNS:
        raise GraderError(
            f"{path} has other columns than grade collect writes.",
            f"Its first line is: {','.join(COLUMNS)}",
        )
    return Deliveries(tuple(Delivery(*map(_as_text, row.cells)) for row in table.rows[1:]))


def not_collected(folder: Path, students: Collection[str]) -> tuple[Left, ...]:
    """Of whom collecting has kept nothing, with the reason; `students` are the others."""
    path = folder / NOT_COLLECTED
    table = parse_table(path.read_bytes()) if path.is_file() else None
    rows = [row.cells for row in table.rows[1:]] if table else []
    found = [Left(*map(_as_text, cells)) for cells in rows if len(cells) == len(COLUMNS_LEFT)]
    return tuple(left for left in found if left.student and left.student not in students)


def minutes_late(delivery: Delivery, term: Term) -> int:
    """Minutes after due, begun ones counted; 0 where it was in time or that is not known."""
    due, moment = term.of(delivery.exercise).due, moment_of(delivery, term)
    if due is None or moment is None:
        return 0
    return max(0, ceil((moment - due) / timedelta(minutes=1)))


def moment_of(delivery: Delivery, term: Term) -> datetime | None:
    """When it was handed in, with an offset; None where that is not known."""
    try:
        moment = datetime.fromisoformat(delivery.submitted_at)
    except ValueError:
        return None
    return with_zone(moment, term)


def with_zone(moment: datetime, term: Term) -> datetime | None:
    """A platform's local time in the zone of the term, where it has one."""
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=term.zone) if term.zone else None


def _as_text(cell: str) -> str:
    """A cell without the sign that keeps spreadsheets from computing it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
