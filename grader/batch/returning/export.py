"""Grades as a platform imports them: its own export with one column filled.

What is filled keeps every other byte. A student of whom nothing is graded keeps their cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from grader.batch.platforms.tables import Table, column_named
from grader.batch.results.grades import ClassGrades, as_number
from grader.batch.returning.grade_tables import Target, Wanted
from grader.batch.returning.matching import KeyColumns, identities, key_columns, match_rows
from grader.errors import GraderError

TOTAL_WORDS = ("total", "sum", "overall")
# The number of a student in a platform's table; only Canvas's and Moodle's are in submissions.
PLATFORM_IDS: Mapping[str, tuple[str, ...]] = {"canvas": ("ID",), "moodle": ("Identifier",)}
MOODLE_GRADE = ("Grade",)
# Columns that are computed by the platform, or are not a grade.
_NOT_A_GRADE = re.compile(
    r"(current|final|unposted).*(score|points|grade)|\(read only\)|weighted|maximum|last modified"
    r"|can be changed|comments",
    re.IGNORECASE,
)
_COMMA = re.compile(r"^\d+,\d\d?$")


class Filled(Struct, frozen=True):
    """The column that was filled, and the students who were not found in the file.

    Attributes:
        warnings: what the platform may do otherwise than one expects, a sentence each.
    """

    content: bytes
    column: str
    count: int
    not_in_file: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def fill(
    table: Table, target: Target, wanted: Wanted, grades: ClassGrades, column: str | None = None
) -> Filled:
    """Fill one column of a platform's own export.

    Raises:
        GraderError: the column is not clear, no student is in the file, or two may be meant.
    """
    start = _header_row(table, target)
    header = table.rows[start].cells
    place = chosen_column(header, target, wanted, column)
    columns = key_columns(header, PLATFORM_IDS.get(target, ()))
    if target == "moodle" and "platform_id" not in columns.places:
        # In other languages it has another title; it is the first column in all.
        columns = KeyColumns({**columns.places, "platform_id": 0})
    if place in {*columns.places.values(), columns.first_name, columns.last_name}:
        raise GraderError(
            f"The column {header[place]} identifies the students, and holds no grades.",
            "Name another one with --column",
        )
    if not columns.places and columns.last_name is None:
        raise GraderError(
            f"No column of the file identifies the students; it has {', '.join(header)}.",
            f"Export the grades from {target} again, with all columns.",
        )
    rows = dict(_student_rows(table, start, len(header), place))
    # Moodle's numbers hold for one assignment, and a total is of several.
    with_numbers = target != "moodle" or wanted.exercise is not None
    people = identities(grades, wanted.exercise, with_numbers=with_numbers)
    found = match_rows(rows, columns, people, compare_names=target == "moodle")
    if not found:
        raise GraderError(
            "None of the graded students is in the file.", "Is it the file of another course?"
        )
    most = wanted.max_points(grades)
    warnings = tuple(_warnings(table, start, target, place, most))
    comma = _has_decimal_comma(table)
    points = {person.student: wanted.points(grades, person.student) for person in people}
    graded = {student: value for student, value in points.items() if value is not None}
    for student in graded.keys() & found.keys():
        text = as_number(graded[student])
        table.set(found[student], place, text.replace(".", ",") if comma else text)
    absent = tuple(sorted(graded.keys() - found.keys()))
    count = len(graded) - len(absent)
    return Filled(table.as_bytes(), header[place], count, absent, warnings)


def chosen_column(header: Sequence[str], target: Target, wanted: Wanted, column: str | None) -> int:
    """The place of the column to fill: the one that is named, or whose title is the exercise's.

    Raises:
        GraderError: there is no such column, or more than one; all are named.
    """
    if column is not None:
        exact = [place for place, title in enumerate(header) if title.strip() == column.strip()]
        found = exact or [place for place, title in enumerate(header) if title.startswith(column)]
    elif target == "moodle":
        own = column_named(header, MOODLE_GRADE)
        found = [] if own is None else [own]
    else:
        found = [place for place, title in enumerate(header) if _is_titled(title, wanted)]
    if len(found) == 1:
        return found[0]
    meant = f"'{column}'" if column else wanted.title
    several = f"{len(found)} columns fit {meant}" if found else f"No column fits {meant}"
    raise GraderError(
        f"{several}. The columns are: {'; '.join(header)}.", "Name one of them with --column"
    )


def reasons_of(wanted: Wanted, grades: ClassGrades) -> tuple[str, ...]:
    """The students with other points than grading gave, and why, a line each."""
    lines = []
    for student in grades.students:
        for reason in grades.reasons(student):
            if wanted.exercise is None or reason.startswith(f"{wanted.exercise}:"):
                lines.append(f"{student}: {reason}")
    return tuple(lines)


def _header_row(table: Table, target: Target) -> int:
    """The row of titles: the first line that is not empty."""
    for number, row in enumerate(table.rows):
        if len(row.raw) > 1:
            return number
    raise GraderError("The file has no header line.", f"Export the grades from {target} again.")


def _student_rows(
    table: Table, start: int, width: int, place: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines of students; Canvas's points and Blackboard's preview users are none."""
    for number in range(start + 1, len(table.rows)):
        cells = table.rows[number].cells
        first = cells[0].strip()
        is_none = first.startswith(("Points Possible", "Student, Test", "Manual Posting"))
        is_preview = any("_previewuser" in cell for cell in cells)
        if len(cells) == width and len(cells) > place and not is_none and not is_preview:
            yield number, cells


def _is_titled(title: str, wanted: Wanted) -> bool:
    """True if a column's title holds the exercise's name, title or number, as words."""
    bare = re.sub(r"<[^>]*>|\[Total Pts:[^\]]*\]|\|\d+\s*$|\(\d+\)\s*$", "", title)
    if _NOT_A_GRADE.search(title):
        return False
    return any(re.search(rf"(?<!\w){word}(?!\w)", bare, re.IGNORECASE) for word in wanted.words)


def _warnings(table: Table, start: int, target: Target, place: int, most: float) -> Iterator[str]:
    """A warning where the platform's full mark is another than ours."""
    told = _platform_maximum(table, start, target, place)
    if told is not None and told != most:
        yield (
            f"{target} says at most {as_number(told)} points, the course {as_number(most)}: "
            "set the assignment's points before you import."
        )


def _platform_maximum(table: Table, start: int, target: Target, place: int) -> float | None:
    header = table.rows[start].cells
    text = ""
    if target == "canvas":
        rows = [row.cells for row in table.rows[start + 1 : start + 4]]
        possible = [cells for cells in rows if cells[0].strip() == "Points Possible"]
        text = possible[0][place] if possible and len(possible[0]) > place else ""
    elif target == "moodle":
        column = column_named(header, ("Maximum grade",))
        rows = [row.cells for row in table.rows[start + 1 : start + 2]]
        text = rows[0][column] if column is not None and rows and len(rows[0]) > column else ""
    else:
        found = re.search(r"(?:Total Pts: |MaxPoints:)([\d.,]+)", header[place])
        text = found[1] if found else ""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _has_decimal_comma(table: Table) -> bool:
    """True if numbers in the file are written 7,5."""
    return any(_COMMA.match(cell) for row in table.rows for cell in row.cells)
