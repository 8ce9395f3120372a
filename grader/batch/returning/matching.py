"""The lines of a platform's table matched with the students of a graded class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from grader.batch.intake.deliveries import Delivery
from grader.batch.platforms.roster import NAMES, names_of
from grader.batch.platforms.tables import column_named
from grader.batch.results.grades import ClassGrades
from grader.errors import GraderError

# What says who a line is about, the surest first.
_ORDER = ("platform_id", "student_id", "login", "github", "email", "name")


class Identity(Struct, frozen=True):
    """By what a student may be called in a table, by the kind of name.

    `is_named` says whether a platform or a roster has told the name, not the folder alone.
    """

    student: str
    called: Mapping[str, frozenset[str]]
    is_named: bool = True


class KeyColumns(Struct, frozen=True):
    """The columns that say who a line is about; names may be in two."""

    places: Mapping[str, int]
    first_name: int | None = None
    last_name: int | None = None

    def keys(self, cells: Sequence[str]) -> dict[str, frozenset[str]]:
        """The names by which a line calls its student."""
        found = {
            field: frozenset(_keys(field, cells[place]))
            for field, place in self.places.items()
            if place < len(cells)
        }
        if "name" not in found and self.last_name is not None and self.first_name is not None:
            both = f"{cells[self.last_name]},{cells[self.first_name]}"
            found["name"] = frozenset(names_of(both)) - {""}
        return found


def identities(
    grades: ClassGrades, exercise: str | None, *, with_numbers: bool = True
) -> tuple[Identity, ...]:
    """Every graded student; numbers that hold for one assignment are those of `exercise`."""
    theirs: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in grades.deliveries.counting():
        theirs[delivery.student].append(
            delivery if with_numbers else replace(delivery, platform_id="")
        )
    return tuple(
        Identity(
            student,
            _called(student, theirs[student], exercise),
            any(item.name for item in theirs[student]),
        )
        for student in grades.students
    )


def key_columns(header: Sequence[str], platform_ids: Sequence[str]) -> KeyColumns:
    """The columns that say who a line is about; `platform_ids` is what the number is called."""
    places = {field: column_named(header, NAMES[field]) for field in _ORDER}
    places["platform_id"] = column_named(header, platform_ids) if platform_ids else None
    return KeyColumns(
        {field: place for field, place in places.items() if place is not None},
        column_named(header, NAMES["first_name"]),
        column_named(header, NAMES["last_name"]),
    )


def match_rows(
    rows: Mapping[int, Sequence[str]],
    columns: KeyColumns,
    people: Iterable[Identity],
    *,
    compare_names: bool = False,
) -> dict[str, int]:
    """The number of each student's line; who is in none is left out.

    With `compare_names` a line that a number leads to must not have another name: there, a number
    holds for one assignment, and is a stranger's in another.

    Raises:
        GraderError: two students are on one line, or one is on two.
    """
    keys = {number: columns.keys(cells) for number, cells in rows.items()}
    index: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, called in keys.items():
        for field, names in called.items():
            for name in names:
                index[field, name].add(number)
    found: dict[str, int] = {}
    for person in people:
        numbers = _numbers(person, index)
        if len(numbers) > 1:
            lines = " and ".join(str(number + 1) for number in sorted(numbers))
            raise GraderError(
                f"{person.student} may be the student of line {lines} of the file.",
                "Collect with --roster, so that numbers or logins tell them apart.",
            )
        if numbers:
            found[person.student] = number = numbers.pop()
            if compare_names and person.is_named:
                _require_same_name(person, number, keys[number])
    _require_one_each(found)
    return found


def _numbers(person: Identity, index: Mapping[tuple[str, str], set[int]]) -> set[int]:
    """The lines that the surest name leads to."""
    for field in _ORDER:
        names = person.called.get(field, frozenset())
        numbers = {number for name in names for number in index.get((field, name), ())}
        if numbers:
            return numbers
    return set()


def _require_same_name(person: Identity, number: int, called: Mapping[str, frozenset[str]]) -> None:
    names, there = person.called.get("name", frozenset()), called.get("name", frozenset())
    by_number = person.called.get("platform_id", frozenset()) & called.get(
        "platform_id", frozenset()
    )
    if by_number and names and there and not names & there:
        raise GraderError(
            f"Line {number + 1} has the number of {person.student}, and another name.",
            "Is the file of another assignment, or did a group submit? Then collect with --roster, "
            "the worksheet of this assignment.",
        )


def _require_one_each(found: Mapping[str, int]) -> None:
    seen: dict[int, str] = {}
    for student, number in found.items():
        if number in seen:
            raise GraderError(
                f"{seen[number]} and {student} are both the student of line {number + 1}.",
                "Collect with --roster, so that each has one folder.",
            )
        seen[number] = student


def _called(
    student: str, deliveries: Sequence[Delivery], exercise: str | None
) -> dict[str, frozenset[str]]:
    numbers = {item.platform_id for item in deliveries if exercise in (None, item.exercise)}
    names = {item.name for item in deliveries}
    logins = {item.login for item in deliveries} | {student}
    told: dict[str, set[str]] = {
        "platform_id": numbers,
        "student_id": {student},
        "login": logins,
        "github": logins,
        "email": {item.email for item in deliveries} | {student},
        "name": names | {student},
    }
    return {
        field: frozenset(key for text in texts for key in _keys(field, text))
        for field, texts in told.items()
    }


def _keys(field: str, text: str) -> set[str]:
    """A name as it is compared: without Brightspace's # and Excel's =, in small letters."""
    plain = text.strip().removeprefix('="').removesuffix('"').lstrip("#").strip()
    if field == "name":
        return names_of(plain) - {""}
    if field == "platform_id":  # `Participant 101`
        plain = plain.split()[-1] if plain else ""
    return {plain.casefold()} - {""}
