"""Feedback as a platform takes it back: the pages that `grade batch` wrote for students.

They are at the feedback level of the batch; nothing of the gradebook is shown here.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.batch.intake.deliveries import Delivery
from grader.batch.platforms.tables import Table, column_named
from grader.batch.results.grades import ClassGrades, Grade, as_number
from grader.batch.returning.matching import identities, key_columns, match_rows
from grader.errors import GraderError
from grader.model import RedactedReport
from grader.report.formats import render

LEARNER, FORMAT = "Feedback to Learner", "Feedback Format"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same feedback is the same archive


class Feedback(Struct, frozen=True):
    """Files to hand back by path, and the students without any.

    Attributes:
        left: a student and the reason.
    """

    files: Mapping[str, bytes]
    left: tuple[tuple[str, str], ...] = ()


def moodle_feedback(folder: Path, grades: ClassGrades, exercises: Sequence[str]) -> Feedback:
    """A folder for each participant, as Moodle's upload of feedback files takes them.

    Raises:
        GraderError: the numbers come from several assignments, where each has its own.
    """
    _require_one_assignment(grades, exercises)
    files: dict[str, bytes] = {}
    left = []
    for grade in _grades(grades, exercises):
        number = grade.delivery.platform_id
        page = _page(folder, grade)
        if not number.isdigit():
            left.append((grade.student, "has no participant number in submissions.csv"))
        elif page is None:
            left.append((grade.student, f"has no page of {grade.exercise} in {folder}/reports"))
        else:
            name = _moodle_name(grade.delivery)
            files[f"{name}_{number}_assignfeedback_file/{grade.exercise}.html"] = page
    return Feedback(files, tuple(left))


def folder_feedback(folder: Path, grades: ClassGrades, exercises: Sequence[str]) -> Feedback:
    """A folder for each student, to be mailed or put on a server."""
    files: dict[str, bytes] = {}
    left = []
    for grade in _grades(grades, exercises):
        page = _page(folder, grade)
        if page is None:
            left.append((grade.student, f"has no page of {grade.exercise} in {folder}/reports"))
        else:
            files[f"{grade.student}/{grade.exercise}.html"] = page
    return Feedback(files, tuple(left))


def blackboard_table(folder: Path, grades: ClassGrades, exercises: Sequence[str]) -> bytes:
    """A table of user names with a text for each, as Blackboard's upload of grades takes it."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("Username", LEARNER, FORMAT))
    for student, shown in _texts(folder, grades, exercises).items():
        writer.writerow((_login(grades, student), shown, "HTML"))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def fill_blackboard(
    table: Table, folder: Path, grades: ClassGrades, exercises: Sequence[str]
) -> tuple[bytes, tuple[str, ...]]:
    """The file of one column that Blackboard exports, with the text for each student in it.

    Also who is not in the file.

    Raises:
        GraderError: it has no such column, or it is not clear who is who.
    """
    header = table.rows[0].cells
    place, form = column_named(header, (LEARNER,)), column_named(header, (FORMAT,))
    if place is None:
        raise GraderError(
            f"The file has no column '{LEARNER}'; it has {', '.join(header)}.",
            "Download the grades of one column (Work Offline), with comments.",
        )
    rows = {
        number: row.cells
        for number, row in enumerate(table.rows)
        if number and len(row.raw) == len(header)
    }
    found = match_rows(rows, key_columns(header, ()), identities(grades, None))
    texts = _texts(folder, grades, exercises)
    for student in texts.keys() & found.keys():
        table.set(found[student], place, texts[student])
        if form is not None:
            table.set(found[student], form, "HTML")
    return table.as_bytes(), tuple(sorted(texts.keys() - found.keys()))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as an archive; the same files give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return data.getvalue()


def _grades(grades: ClassGrades, exercises: Sequence[str]) -> Iterator[Grade]:
    """The grades of the exercises, student by student, of which there is a report."""
    for student in grades.students:
        for name in exercises:
            grade = grades.grades.get((student, name))
            if grade is not None and grade.status != "not_submitted":
                yield grade


def _require_one_assignment(grades: ClassGrades, exercises: Sequence[str]) -> None:
    """Numbers of participants hold for one assignment: in another they are a stranger's."""
    sources: dict[str, set[str]] = {}
    numbers: dict[str, set[str]] = {}
    for grade in _grades(grades, exercises):
        sources.setdefault(grade.delivery.source, set()).add(grade.exercise)
        numbers.setdefault(grade.student, set()).add(grade.delivery.platform_id)
    sources.pop("", None)
    # Two exports may have the same name; then the numbers of a student differ.
    if len(sources) > 1 or any(len(theirs - {""}) > 1 for theirs in numbers.values()):
        told = "; ".join(
            f"{', '.join(sorted(names))} from {name}" for name, names in sources.items()
        )
        raise GraderError(
            f"The submissions come from several assignments of Moodle: {told}.",
            f"Give back one at a time: --exercise {exercises[0]}",
        )


def _page(folder: Path, grade: Grade) -> bytes | None:
    """A student's page, with what a person decided and lateness took off above it."""
    path = folder / "reports" / grade.student / f"{grade.exercise}.html"
    try:
        text = path.read_text("utf-8")
    except OSError:
        return None
    told = "".join(f"<p>{escape(reason)}</p>" for reason in _told(grade))
    return text.replace("<main>", f"<main>{told}", 1).encode()


def _told(grade: Grade) -> Iterator[str]:
    """The reason why other points count than the page says."""
    if grade.reasons:
        yield f"{as_number(grade.counted)} of {grade.max_points} points count."
        yield from grade.reasons


def _texts(folder: Path, grades: ClassGrades, exercises: Sequence[str]) -> dict[str, str]:
    """The text for each student's cell: their reports as they are printed."""
    found: dict[str, str] = {}
    for grade in _grades(grades, exercises):
        path = folder / "reports" / grade.student / f"{grade.exercise}.json"
        try:
            report = msgspec.json.decode(path.read_bytes(), type=RedactedReport)
        except (OSError, msgspec.DecodeError):
            continue
        told = "".join(f"{reason}\n" for reason in _told(grade))
        shown = f"<pre>{escape(told + render(report, 'human'), quote=False)}</pre>"
        found[grade.student] = found.get(grade.student, "") + shown
    return found


def _login(grades: ClassGrades, student: str) -> str:
    theirs = (item for item in grades.deliveries.counting() if item.student == student)
    return next((item.login for item in theirs if item.login), student)


def _moodle_name(delivery: Delivery) -> str:
    """A name without _, which Moodle splits at."""
    plain = re.sub(r'[_\x00-\x1f&<>"`|\':/\\]', " ", delivery.name or delivery.student)
    return " ".join(plain.split()).lstrip(".~") or "Participant"
