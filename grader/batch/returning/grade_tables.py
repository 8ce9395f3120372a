"""Tables of grades made anew: for people, and for platforms that take a table of ours."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from grader.batch.results.grades import ClassGrades, as_number
from grader.errors import GraderError
from grader.report.sanitize import as_cell

Target = Literal["canvas", "moodle", "blackboard", "brightspace", "wide"]


class Wanted(Struct, frozen=True):
    """The points to export: of one exercise, or the weighted total where `exercise` is None.

    Attributes:
        words: what a column may be titled after: the exercise's number, name and title.
    """

    exercise: str | None
    words: tuple[str, ...]
    title: str

    def points(self, grades: ClassGrades, student: str) -> float | None:
        """The points that count for a student; None where nothing is graded."""
        if self.exercise is None:
            return grades.total(student)
        grade = grades.grades.get((student, self.exercise))
        return grade.counted if grade else None

    def max_points(self, grades: ClassGrades) -> float:
        """The points that a student can get at most."""
        if self.exercise is None:
            return grades.max_total()
        own = (item for item in grades.grades.values() if item.exercise == self.exercise)
        return max(item.max_points for item in own)


def new_table(target: Target, wanted: Wanted, grades: ClassGrades) -> bytes:
    """A table that the platform imports, where none of its own was exported.

    Raises:
        GraderError: the platform takes its own file only.
    """
    if target == "wide":
        return wide_table(grades)
    if target == "moodle":
        raise GraderError(
            "Moodle takes its own grading worksheet only: it compares dates in it.",
            "Download it (View all submissions), and name it with --fill",
        )
    if target == "blackboard":
        raise GraderError(
            "Blackboard finds a column by the number in its title, which only its own file has.",
            "Download the grades (Work Offline), and name the file with --fill",
        )
    rows = [_canvas_head(wanted)] if target == "canvas" else [_brightspace_head(wanted)]
    for student in grades.students:
        points = wanted.points(grades, student)
        if points is not None:
            rows.append(_line(target, grades, student, as_number(points)))
    return _as_csv(rows)


def wide_table(grades: ClassGrades) -> bytes:
    """One row per student, for spreadsheets: points as graded, what counts, totals and reasons."""
    head = ["student", "name", "login", "email"]
    for name in grades.exercises:
        head += [name, f"{name} late minutes", f"{name} counted"]
    rows = [[*head, "total", "max_total", "reasons"]]
    for student in grades.students:
        cells: list[str] = [student, *_who(grades, student)]
        for name in grades.exercises:
            grade = grades.grades.get((student, name))
            if grade is None:
                cells += ["", "", ""]
            else:
                cells += [str(grade.points), str(grade.late or ""), as_number(grade.counted)]
        total, most = as_number(grades.total(student)), as_number(grades.max_total())
        rows.append([*cells, total, most, "; ".join(grades.reasons(student))])
    return b"\xef\xbb\xbf" + _as_csv(rows)


def _canvas_head(wanted: Wanted) -> list[str]:
    return ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", wanted.title]


def _brightspace_head(wanted: Wanted) -> list[str]:
    return ["OrgDefinedId", "Username", f"{wanted.title} Points Grade", "End-of-Line Indicator"]


def _line(target: Target, grades: ClassGrades, student: str, points: str) -> list[str]:
    name, login, _ = _who(grades, student)
    number = next(
        (item.platform_id for item in grades.deliveries.counting() if item.student == student), ""
    )
    if target == "canvas":
        return [name or student, number, student, login, "", points]
    return [f"#{student}", f"#{login}" if login else "", points, "#"]


def _who(grades: ClassGrades, student: str) -> tuple[str, str, str]:
    """Name, login and email, where a platform told them."""
    theirs = [item for item in grades.deliveries.counting() if item.student == student]
    columns = ([getattr(item, key) for item in theirs] for key in ("name", "login", "email"))
    name, login, email = (next(filter(None, column), "") for column in columns)
    return name, login, email


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([as_cell(cell) for cell in row])
    return text.getvalue().encode()
