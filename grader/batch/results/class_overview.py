"""The class in one table: points, totals, and who is late, alike, or has not submitted."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from grader.batch.results.grades import ClassGrades, Grade, as_lateness, as_number
from grader.report.sanitize import clean

NOT_GRADED = "not-graded.csv"
PAGES = "pages"


class OverviewCell(Struct, frozen=True):
    """One student's points in one exercise, or the total.

    Attributes:
        sort: what the column is sorted by.
        mark: a word beside the points, such as `late`; `why` says more.
    """

    text: str
    sort: float
    href: str = ""
    mark: str = ""
    why: str = ""


class OverviewRow(Struct, frozen=True):
    """One student."""

    student: str
    cells: tuple[OverviewCell, ...]


class Alike(Struct, frozen=True):
    """Students whose submissions of an exercise are the same.

    Attributes:
        kind: `file`, byte for byte; or `code`, but for names and comments.
    """

    exercise: str
    kind: str
    students: tuple[tuple[str, str], ...]  # with the address of each one's page


class Overview(Struct, frozen=True):
    """The head of a class page; `missing` is a student, and what is known of it."""

    heads: tuple[str, ...]
    rows: tuple[OverviewRow, ...]
    max_total: str
    alike: tuple[Alike, ...]
    missing: tuple[tuple[str, str], ...]


def class_overview(
    folder: Path, grades: ClassGrades, code: Mapping[tuple[str, str], str | None]
) -> Overview:
    """The overview of a graded class; `code` is the hash of what each submission does."""
    heads = [_head(name, grades.term.of(name).weight) for name in grades.exercises]
    return Overview(
        heads=tuple(heads),
        rows=tuple(_row(grades, student) for student in grades.students),
        max_total=as_number(grades.max_total()),
        alike=tuple(_alike(grades, code)),
        missing=tuple(_missing(folder, grades)),
    )


def page_of(grade: Grade) -> str:
    """The address of a student's page, from the class page."""
    return f"{PAGES}/{quote(grade.student)}/{grade.exercise}.html"


def _head(name: str, weight: float) -> str:
    return name if weight == 1 else f"{name} ×{as_number(weight)}"


def _row(grades: ClassGrades, student: str) -> OverviewRow:
    cells = []
    for name in grades.exercises:
        grade = grades.grades.get((student, name))
        cells.append(_cell(grade) if grade else OverviewCell("–", -1))
    total = grades.total(student)
    cells.append(OverviewCell(as_number(total), total))
    return OverviewRow(clean(student), tuple(cells))


def _cell(grade: Grade) -> OverviewCell:
    marks = []
    if grade.late:
        marks.append(f"late {as_lateness(grade.late)}")
    elif grade.delivery.late:
        marks.append("late")
    if any("decided by a person" in reason for reason in grade.reasons):
        marks.append("decided")
    return OverviewCell(
        text=as_number(grade.counted),
        sort=grade.counted,
        href="" if grade.status == "not_submitted" else page_of(grade),
        mark=", ".join(marks),
        why=clean("; ".join(grade.reasons)),
    )


def _alike(grades: ClassGrades, code: Mapping[tuple[str, str], str | None]) -> Iterator[Alike]:
    """Groups of the same file, and of the same code where the files differ."""
    for name in grades.exercises:
        own = [grade for key, grade in sorted(grades.grades.items()) if key[1] == name]
        # What nobody has written is everybody's.
        written = [grade for grade in own if grade.status not in ("not_started", "not_submitted")]
        for group in _same(written, [grade.submission_sha256 for grade in written]):
            yield _group(name, "file", group)
        for group in _same(written, [code.get((grade.student, name)) for grade in written]):
            if len({grade.submission_sha256 for grade in group}) > 1:
                yield _group(name, "code", group)


def _same(grades: Sequence[Grade], hashes: Sequence[str | None]) -> Iterator[list[Grade]]:
    """The grades of equal hashes, where there are several."""
    groups: dict[str, list[Grade]] = defaultdict(list)
    for grade, sha256 in zip(grades, hashes, strict=True):
        if sha256:
            groups[sha256].append(grade)
    return (group for group in groups.values() if len(group) > 1)


def _group(exercise: str, kind: str, group: list[Grade]) -> Alike:
    return Alike(exercise, kind, tuple((clean(grade.student), page_of(grade)) for grade in group))


def _missing(folder: Path, grades: ClassGrades) -> Iterator[tuple[str, str]]:
    """Of whom nothing is graded, as not-graded.csv says, or submissions.csv."""
    told: dict[str, str] = {}
    path = folder / NOT_GRADED
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                shown = ": ".join(text for text in (row["path"], row["why"]) if text)
                told.setdefault(row["student"] or row["path"], shown)
    for student in dict.fromkeys(item.student for item in grades.deliveries.rows):
        told.setdefault(student, "collected, but not graded")
    for student in sorted(told.keys() - set(grades.students)):
        yield clean(student), clean(told[student])
