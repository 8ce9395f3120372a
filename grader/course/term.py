"""A term of the course, from course.toml: which exercises, when they are due, what lateness costs.

The file is optional. Without it a term holds every exercise of the course and no dates.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from grader.course.course import Course, exercise_name
from grader.errors import GraderError

FILE = "course.toml"
PLACES = ("solutions", "exercises")  # the author's, and its public part in a release
Which = Literal["last", "best"]
_HEADER = re.compile(r"\s*\[\[?\s*(?P<table>\w+)\s*\]?\]")


class LatePolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """The penalty for handing in late: a percentage of the exercise's maximum per started day.

    Attributes:
        at_most_days: later than this counts 0; None means that there is no such limit.
    """

    grace_minutes: int = 0
    percent_per_day: float = 0
    at_most_days: int | None = None


class TermExercise(Struct, frozen=True, forbid_unknown_fields=True):
    """One exercise of the term; all dates have an offset from UTC."""

    name: str
    weight: float = 1
    release: datetime | None = None
    due: datetime | None = None


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of course.toml.

    Attributes:
        exercises: those of the term, in its order; empty means all of the course.
        which: of several submissions in time, the one that counts.
    """

    title: str = ""
    contact: str = ""
    submit: str = ""
    repository: str = ""
    timezone: str = ""
    late: LatePolicy = LatePolicy()
    which: Which = "last"
    exercises: tuple[TermExercise, ...] = ()

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone of dates without an offset."""
        return ZoneInfo(self.timezone) if self.timezone else None

    def of(self, name: str) -> TermExercise:
        """The term's entry of an exercise; of one that it does not list, nothing but its name."""
        return next((item for item in self.exercises if item.name == name), TermExercise(name))


class MalformedTerm(GraderError):
    """course.toml cannot be used as it is."""


def read_term(course: Course) -> Term:
    """The term of a course; without course.toml, one that holds every exercise and no dates.

    Raises:
        MalformedTerm: the file says something that it cannot mean.
    """
    path = term_file(course)
    return parse_term(path, course) if path else Term()


def term_file(course: Course) -> Path | None:
    """The path of course.toml: beside the solutions or, in a release, beside the exercises."""
    paths = [course.root / place / FILE for place in PLACES]
    return next((path for path in paths if path.is_file()), None)


def term_exercises(course: Course) -> tuple[str, ...]:
    """The names of the term's exercises, in its order; without course.toml, of all."""
    listed = tuple(item.name for item in read_term(course).exercises)
    return listed or course.exercise_names()


def parse_term(path: Path, course: Course) -> Term:
    """Read a course.toml.

    Raises:
        MalformedTerm: it is not TOML, has an unknown key or exercise, or a date that is none.
    """
    source = _Source.read(path, course)
    try:
        table = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        # The message of tomllib names the line.
        raise MalformedTerm(f"{source.shown}: {error}.", "Correct that line.") from error
    _require_known(table, source)
    try:
        term = msgspec.convert(table, Term)
    except msgspec.ValidationError as error:
        raise source.error(*_place_of(str(error)), str(error)) from error
    _require_sense(term, course, source)
    return replace(term, exercises=tuple(_dated(term, source)))


def public_part(text: str) -> str:
    """The text of course.toml as students get it: all of it, since nothing in it is secret."""
    return text.replace("\r\n", "\n")


class _Source(Struct, frozen=True):
    """The file's text, and how to tell where in it something is."""

    shown: str
    text: str

    @staticmethod
    def read(path: Path, course: Course) -> _Source:
        shown = path.relative_to(course.root).as_posix()
        try:
            return _Source(shown, path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise MalformedTerm(f"{shown} cannot be read: {error}.", "Save it as UTF-8.") from error

    def error(self, key: str, place: int, what: str, remedy: str = "") -> MalformedTerm:
        """The error about a key, in the exercise of that number (from 0; -1 is no exercise)."""
        remedy = remedy or "Correct that line; the manual for instructors lists the keys."
        return MalformedTerm(f"{self.shown}, line {self.line_of(key, place)}: {what}.", remedy)

    def line_of(self, key: str, place: int) -> int:
        """The line where a key stands, from 1; where it cannot be found, the table's own."""
        number, start = -1, 1
        pattern = re.compile(rf"(?:.*[{{,\s])?[\"']?{re.escape(key)}[\"']?\s*=")
        for line_number, line in enumerate(self.text.splitlines(), start=1):
            header = _HEADER.match(line)
            if header:
                number += header["table"] == "exercises"
                start = line_number if number == place else start
            elif number == place and key and pattern.match(line):
                return line_number
        return start


def _require_known(table: Mapping[str, object], source: _Source) -> None:
    _require_keys(table, Term, -1, source)
    late = table.get("late")
    if isinstance(late, dict):
        _require_keys(late, LatePolicy, -1, source)
    exercises = table.get("exercises")
    for place, exercise in enumerate(exercises if isinstance(exercises, list) else ()):
        if isinstance(exercise, dict):
            _require_keys(exercise, TermExercise, place, source)


def _require_keys(
    table: Mapping[str, object], record: type[Struct], place: int, source: _Source
) -> None:
    known = record.__struct_fields__
    for key in table:
        if key not in known:
            nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
            where = " of an exercise" if record is TermExercise else ""
            what = f"there is no key '{key}'{where}"
            raise source.error(key, place, what, f"Did you mean {nearest}?")


def _place_of(message: str) -> tuple[str, int]:
    """The key and the exercise that msgspec complains about, such as `$.exercises[1].due`."""
    found = re.search(r"`\$(?:\.exercises\[(\d+|\.\.\.)\])?(?:\.late)?(?:\.(\w+))?", message)
    if found is None:
        return "", -1
    return found[2] or "", int(found[1]) if found[1] and found[1].isdigit() else -1


def _require_sense(term: Term, course: Course, source: _Source) -> None:
    """Every exercise is known and listed once, and numbers are possible."""
    known, seen = course.exercise_names(), set()
    for place, item in enumerate(term.exercises):
        if item.name not in known:
            nearest = difflib.get_close_matches(exercise_name(item.name), known, n=1, cutoff=0.0)
            what = f"there is no exercise '{item.name}' in this course"
            raise source.error("name", place, what, f"Did you mean {nearest[0]}?")
        if item.name in seen:
            what = f"{item.name} is listed twice"
            raise source.error("name", place, what, "Delete one of them.")
        if item.weight < 0:
            raise source.error("weight", place, "a weight is negative", "Write 0 or more.")
        seen.add(item.name)
    numbers = (term.late.grace_minutes, term.late.percent_per_day, term.late.at_most_days or 0)
    if min(numbers) < 0 or term.late.percent_per_day > 100:
        what = "late holds a number that is negative, or more than 100 percent"
        raise source.error("late", -1, what, "Write numbers from 0, and percentages up to 100.")
    _require_zone(term, source)


def _require_zone(term: Term, source: _Source) -> None:
    try:
        assert term.zone is None or term.zone.key
    except (OSError, ValueError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise _no_zone(term, source) from error
    except KeyError as error:
        raise _no_zone(term, source) from error


def _no_zone(term: Term, source: _Source) -> MalformedTerm:
    what = f"there is no time zone '{term.timezone}'"
    return source.error("timezone", -1, what, 'Name one such as "Europe/Berlin" or "UTC".')


def _dated(term: Term, source: _Source) -> Iterator[TermExercise]:
    """The exercises with dates that all have an offset."""
    for place, item in enumerate(term.exercises):
        dates = {}
        for key in ("release", "due"):
            moment: date | None = getattr(item, key)
            if isinstance(moment, datetime) and moment.tzinfo is None:
                if term.zone is None:
                    what = f"the date {moment.isoformat()} has no offset, and there is no timezone"
                    remedy = 'Add a line such as timezone = "Europe/Berlin" at the top.'
                    raise source.error(key, place, what, remedy)
                dates[key] = moment.replace(tzinfo=term.zone)
        yield replace(item, **dates)
