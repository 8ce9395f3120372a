"""The folder of a class's results, which holds every finished report at any moment.

    DIR/gradebook.sqlite3                  full reports, for the instructor
    DIR/grades.csv                         the table made from it
    DIR/reports/<student>/exerciseNN.json  what a student may see of a report

All three are written for a report before the next submission is graded.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.batch.discovery import Entry
from grader.batch.gradebook import Gradebook, Row, grades_csv
from grader.errors import BrokenEnvironment
from grader.model import Feedback, Report
from grader.render import render
from grader.report import filtered
from grader.state import write_file


class Results:
    """The folder, opened by the one process that writes it."""

    def __init__(self, folder: Path, feedback: Feedback) -> None:
        """Open the folder; it is made where it is missing.

        Raises:
            BrokenEnvironment: it cannot be written.
        """
        self._folder = folder
        self._feedback = feedback
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error
        self._gradebook = Gradebook(folder / "gradebook.sqlite3")
        self._catch_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(BrokenEnvironment):  # what stopped us, if anything, is told already
            self._catch_up()
        self._gradebook.close()

    def add(self, entry: Entry, report: Report) -> None:
        """Write one report: the student's file, the row, and the table.

        The student's file comes first, so that a row of the gradebook always has one.

        Raises:
            BrokenEnvironment: the folder cannot be written; what was added before stays.
        """
        shown = render(filtered(report, self._feedback), "json")
        self._write(self._folder / "reports" / entry.student / f"{entry.exercise}.json", shown)
        row = _as_row(entry, report)
        self._gradebook.add(row, render(report, "json"))
        self._rows[row.student, row.exercise] = row
        self._write_grades()

    def _catch_up(self) -> None:
        """Make the table say what the gradebook does: a stop may have left it one row behind."""
        self._rows = {(row.student, row.exercise): row for row in self._gradebook.newest()}
        self._write_grades()

    def _write_grades(self) -> None:
        self._write(self._folder / "grades.csv", grades_csv(self._rows.values()))

    def _write(self, path: Path, text: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, text.encode())
        except OSError as error:
            raise _unwritable(path, error) from error


def _as_row(entry: Entry, report: Report) -> Row:
    return Row(
        student=entry.student,
        exercise=entry.exercise,
        points=report.points,
        max_points=report.max_points,
        status=report.status,
        submission_sha256=report.submission.sha256,
        graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
        official=report.grader.official,
        note=entry.note,
    )


def _unwritable(path: Path, error: OSError) -> BrokenEnvironment:
    return BrokenEnvironment(
        f"{path} cannot be written: {error.strerror}.",
        "Free space or name another folder with --out; what the gradebook holds is kept.",
    )
