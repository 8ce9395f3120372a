"""The people of a class, by a roster or a platform's own list, and their submissions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.batch.platforms import canvas
from grader.batch.platforms.piece import Piece
from grader.batch.platforms.tables import column_named, read_table
from grader.batch.platforms.written_times import read_column
from grader.errors import GraderError

# What the columns are called by us and by platforms.
NAMES: Mapping[str, tuple[str, ...]] = {
    "student_id": (
        "student_id", "id number", "sid", "uin", "sis user id", "student id", "orgdefinedid",
        "roster_identifier",
    ),
    "login": ("login", "sis login id", "username", "uid", "login id"),
    "email": ("email", "email address", "e-mail"),
    "last_name": ("last_name", "last name", "surname"),
    "first_name": ("first_name", "first name"),
    "name": ("name", "full name", "student"),
    "section": ("section", "sections"),
    "github": ("github_username",),
    "repository": ("student_repository_name",),
    "group": ("group", "group_name"),
    "platform_id": ("platform_id", "identifier"),
    "submitted": (
        "submitted_at", "last modified (submission)", "submission_timestamp", "submission time",
        "datetime",
    ),
}  # fmt: skip
KEYS = ("student_id", "login", "email", "last_name", "name", "github")
CANVAS_ID = "id"  # Canvas's own number; nbgrader's `id` is the student's


class Person(Struct, frozen=True):
    """One line of a roster; what it does not tell is empty."""

    student_id: str = ""
    login: str = ""
    email: str = ""
    last_name: str = ""
    first_name: str = ""
    name: str = ""
    section: str = ""
    github: str = ""
    repository: str = ""
    group: str = ""
    platform_id: str = ""
    submitted: str = ""  # as ISO 8601

    @property
    def full_name(self) -> str:
        """The name as one would say it."""
        return self.name or f"{self.first_name} {self.last_name}".strip()

    @property
    def folder(self) -> str:
        """The name of the student's folder."""
        return self.student_id or self.login or self.github or self.email or self.full_name


class Roster(Struct, frozen=True):
    """The people of a class.

    Attributes:
        source: the file that names them.
        numbers_of: the platform whose numbers are in it; empty where it does not say.
    """

    source: str
    people: tuple[Person, ...]
    numbers_of: str = ""

    def for_platform(self, platform: str) -> Roster:
        """The same, without numbers where they are those of another platform."""
        if self.numbers_of in ("", platform):
            return self
        people = (replace(person, platform_id="") for person in self.people)
        return Roster(self.source, tuple(people))

    def people_of(self, piece: Piece) -> tuple[Person, ...]:
        """The people who handed a file in: one, the members of a group, or nobody that is known.

        Raises:
            GraderError: two people have the name, and nothing tells them apart.
        """
        for found in self._by_number(piece):
            if found:
                return found
        named = _having(self.people, names_of(piece.name), _names) if piece.name else ()
        if len(named) > 1:
            raise GraderError(
                f"{self.source} has {len(named)} students called {piece.name}, and "
                f"{piece.file.path} does not say which of them it is.",
                "Add the platform's number or login to the roster, or rename the file.",
            )
        return named

    def _by_number(self, piece: Piece) -> Iterator[tuple[Person, ...]]:
        people = self.people
        if self.numbers_of == "moodle":
            # There a number may be a group's, or of another assignment: the name decides.
            named = names_of(piece.name)
            people = tuple(
                person for person in people if not person.full_name or named & _names(person)
            )
        numbers = {piece.platform_id, *canvas.user_ids(piece.file.path)} - {""}
        # In the order of the name: that of a Canvas group may end in digits, the user's follows.
        yield _having(people, numbers, lambda person: {person.platform_id})
        people = self.people
        yield _having(people, _folded(piece.student_id), lambda person: _folded(person.student_id))
        yield _having(people, _folded(piece.login), _logins)
        yield _having(people, _folded(piece.email), lambda person: _folded(person.email))
        yield _having(people, _folded(piece.group), lambda person: _folded(person.repository))
        yield _having(people, _folded(piece.group), lambda person: _folded(person.group))


def read_roster(path: Path) -> Roster:
    """Read a roster, or a list of students that a platform exported.

    Raises:
        GraderError: it has no column that says who somebody is, names somebody twice, or holds a
            time that cannot be read.
    """
    table = read_table(path)
    header = table.rows[0].cells
    places = {field: column_named(header, names) for field, names in NAMES.items()}
    own_id = column_named(header, (CANVAS_ID,))
    if own_id is not None:
        places[
            "platform_id" if column_named(header, ("student",)) is not None else "student_id"
        ] = own_id
    if all(places[field] is None for field in KEYS):
        raise GraderError(
            f"{path} has none of the columns student_id, login, email, last_name, name and "
            f"github_username; it has {', '.join(header)}.",
            "Rename the column that identifies the students.",
        )
    rows = [row.cells for row in table.rows[1:]]
    people = tuple(_people(path, rows, places))
    _require_once(path, people)
    return Roster(path.name, people, _numbers_of(header))


def _numbers_of(header: Sequence[str]) -> str:
    """Whose numbers a list has: Canvas's gradebook and Moodle's worksheet have their own."""
    if column_named(header, ("identifier",)) is not None:
        return "moodle"
    has_both = all(column_named(header, (name,)) is not None for name in (CANVAS_ID, "student"))
    return "canvas" if has_both else ""


def _people(
    path: Path, rows: Sequence[Sequence[str]], places: Mapping[str, int | None]
) -> Iterator[Person]:
    times = _times(path, rows, places["submitted"])
    for cells, moment in zip(rows, times, strict=True):
        facts = {
            field: cells[place].strip().lstrip("#").strip()
            for field, place in places.items()
            if place is not None and place < len(cells)
        }
        facts["platform_id"] = re.sub(r"^\D*(?=\d+$)", "", facts.get("platform_id", ""))
        facts["student_id"] = re.sub(r'^="(.*)"$', r"\1", facts.get("student_id", ""))
        person = Person(**facts | {"submitted": moment})
        # Canvas ends with a row of points and a student that is none.
        if person.folder and not re.fullmatch(r"(Student, Test|Points Possible)", person.name):
            yield person


def _times(path: Path, rows: Sequence[Sequence[str]], place: int | None) -> Iterator[str]:
    """The times of submission as ISO 8601, empty where there is none.

    Raises:
        GraderError: one cannot be read, or in two ways.
    """
    texts = [cells[place] if place is not None and place < len(cells) else "" for cells in rows]
    for line, (text, found) in enumerate(zip(texts, read_column(texts), strict=True), start=2):
        if isinstance(found, ValueError):
            raise GraderError(
                f"{path}, line {line}: the time '{text.strip()}' {found}.",
                "Write the times like 2026-11-20 23:59, or download the list in English.",
            )
        yield found.isoformat() if found is not None else ""


def _require_once(path: Path, people: Sequence[Person]) -> None:
    counted = Counter(person.folder for person in people)
    twice = [name for name, count in counted.items() if count > 1]
    if twice:
        raise GraderError(
            f"{path} names {twice[0]} {counted[twice[0]]} times.",
            "Give each student one line, with a student_id or login of their own.",
        )


def names_of(text: str) -> set[str]:
    """The ways in which platforms write a name: without signs, in both orders."""
    if "," in text:
        last, _, first = text.partition(",")
        return {_flat(f"{last}{first}"), _flat(f"{first}{last}")}
    return {_flat(text)}


def _names(person: Person) -> set[str]:
    both = {
        _flat(f"{person.last_name}{person.first_name}"),
        _flat(f"{person.first_name}{person.last_name}"),
    }
    words = person.full_name.split()
    turned = {_flat("".join([*words[cut:], *words[:cut]])) for cut in range(1, len(words))}
    return (both | turned | names_of(person.full_name)) - {""}


def _logins(person: Person) -> set[str]:
    return _folded(person.login) | _folded(person.github) | _folded(person.student_id)


def _having(
    people: Sequence[Person], wanted: set[str], told: Callable[[Person], set[str]]
) -> tuple[Person, ...]:
    """The people of whom one of the wanted things is told."""
    return tuple(person for person in people if wanted & told(person)) if wanted else ()


def _folded(text: str) -> set[str]:
    return {text.strip().casefold()} - {""}


def _flat(text: str) -> str:
    """A name in small letters and digits alone; accents stay."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", text)).casefold()
