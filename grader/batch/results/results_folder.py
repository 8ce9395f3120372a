"""The folder of a class's results, which holds every finished report at any moment.

    DIR/gradebook.sqlite3                  full reports, for the instructor
    DIR/grades.csv                         the table made from it
    DIR/submissions.csv                    when it was handed in, as `grade collect` found it
    DIR/reports/<student>/exerciseNN.json  what a student may see of a report; also as .html

A report is in all three before the next one is taken.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.batch.intake.deliveries import FILE as DELIVERIES
from grader.batch.intake.deliveries import (
    deliveries_csv,
    left_csv,
    minutes_late,
    read_deliveries,
)
from grader.batch.intake.entries import Entry, Left
from grader.batch.jobs.job import Graded, Job, Provenance
from grader.batch.results.gradebook import Gradebook, Override, Row
from grader.batch.results.grades_csv import grade_line, grades_csv
from grader.batch.results.lock import lock_folder
from grader.course.term import Term
from grader.errors import BrokenEnvironment
from grader.files import write_file, writing
from grader.model import Feedback, Report
from grader.report.feedback import for_instructor, redact
from grader.report.formats import render

# The table is written anew with every report. In a class of very many this would take ever longer,
# so it takes this share of the time at most, after a beginning in which it may take all it needs.
TABLE_SHARE = 0.05
TABLE_SECONDS = 1.0
GRADEBOOK = "gradebook.sqlite3"
NOT_GRADED = "not-graded.csv"


ELSEWHERE = "Free space or name another folder with --out; what the gradebook holds is kept."


class Results:
    """The folder, opened by the one process that writes it."""

    def __init__(
        self,
        folder: Path,
        feedback: Feedback,
        *,
        term: Term | None = None,
        submissions: Path | None = None,
        decisions: Sequence[Override] = (),
    ) -> None:
        """Open the folder; it is made where it is missing.

        What submissions.csv in the folder `submissions` says is kept, and so are `decisions`.

        Raises:
            GraderError: a submissions.csv is another's.
            BrokenEnvironment: it cannot be written, or another process writes it.
        """
        self._folder = folder
        self._feedback = feedback
        self._term = term or Term()
        self._deliveries = read_deliveries(folder)
        if submissions is not None:
            self._deliveries = self._deliveries.replaced_by(read_deliveries(submissions))
        self._opened, self._spent = time.monotonic(), 0.0
        with writing(folder, ELSEWHERE):
            folder.mkdir(parents=True, exist_ok=True)
        self._lock = lock_folder(folder)
        try:
            self._gradebook = Gradebook(folder / GRADEBOOK)
            self._first = self._gradebook.last_id()
            if decisions:
                self._gradebook.override(decisions)
            self._overrides = self._gradebook.overrides()
            if self._deliveries.rows:
                self._write(folder / DELIVERIES, deliveries_csv(self._deliveries.rows))
            self._catch_up()
        except BaseException:
            self._lock.close()
            raise

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
        self._lock.close()

    def add(self, graded: Graded) -> None:
        """Write one report: the student's file, the row, and the table.

        The student's file comes first, so that a row of the gradebook always has one.

        Raises:
            BrokenEnvironment: the folder cannot be written; what was added before stays.
        """
        path = self._shown_path(graded.entry)
        self._write_shown(path, graded.report)
        for unfinished in path.parent.glob(f"{path.stem}.*.*"):  # left by a kill
            unfinished.unlink(missing_ok=True)
        row = _as_row(graded)
        self._gradebook.add(row, render(for_instructor(graded.report), "json"))
        self._keep(row)
        if self._spent <= TABLE_SECONDS + TABLE_SHARE * (time.monotonic() - self._opened):
            self._write_grades()

    def name_left(self, left: Sequence[Left]) -> None:
        """Write not-graded.csv: what this run left out, and why.

        Raises:
            BrokenEnvironment: it cannot be written.
        """
        self._write(self._folder / NOT_GRADED, left_csv(left))

    def finished(self, job: Job) -> Report | None:
        """The report on the same files, by the same checks and the same grader, if there is one.

        What ended by a fault of the grader is not finished, nor is what is not official where it
        should be. The student's file is written as the present feedback asks for.
        """
        row = self._rows.get((job.entry.student, job.entry.exercise))
        if row is None or row.status == "error" or not (row.official or job.unsafe):
            return None
        if job.files is None or _provenance(row) != job.provenance:
            return None
        report = self._gradebook.report(row.student, row.exercise)
        assert report is not None
        path = self._shown_path(job.entry)
        if not (_holds(path, self._shown(report)) and path.with_suffix(".html").is_file()):
            self._write_shown(path, report)
        return report

    def regrades(self) -> Iterator[tuple[Row, Row]]:
        """Each row that was added since this opened and replaced another: older, and newer."""
        return self._gradebook.regrades(after=self._first)

    def _catch_up(self) -> None:
        """Make the table say what the gradebook does: a stop may have left it behind."""
        self._rows: dict[tuple[str, str], Row] = {}
        self._lines: dict[tuple[str, str], str] = {}
        for row in self._gradebook.newest():
            self._keep(row)
        self._write_grades()

    def _keep(self, row: Row) -> None:
        self._rows[row.student, row.exercise] = row
        key = (row.student, row.exercise)
        delivery = self._deliveries.of(row.student, row.exercise, row.attempt)
        self._lines[key] = grade_line(
            row,
            submitted_at=delivery.submitted_at,
            late=minutes_late(delivery, self._term),
            override=self._overrides.get(key),
        )

    def _write_grades(self) -> None:
        start = time.monotonic()
        self._write(self._folder / "grades.csv", grades_csv(self._lines))
        self._spent += time.monotonic() - start

    def _shown_path(self, entry: Entry) -> Path:
        return self._folder / "reports" / entry.student / f"{entry.exercise}.json"

    def _write_shown(self, path: Path, report: Report) -> None:
        """Write what a student may see, as a page and as JSON."""
        shown = redact(report, self._feedback)
        self._write(path.with_suffix(".html"), render(shown, "html"))
        self._write(path, render(shown, "json"))

    def _shown(self, report: Report) -> str:
        return render(redact(report, self._feedback), "json")

    def _write(self, path: Path, text: str) -> None:
        with writing(path, ELSEWHERE):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, text.encode())


def known_students(folder: Path) -> set[str]:
    """Of whom a folder of results knows anything."""
    found = {delivery.student for delivery in read_deliveries(folder).rows}
    if not (folder / GRADEBOOK).is_file():
        return found
    with closing(Gradebook(folder / GRADEBOOK)) as gradebook:
        return found | {row.student for row in gradebook.newest()}


def _as_row(graded: Graded) -> Row:
    report = graded.report
    return Row(
        student=graded.entry.student,
        exercise=graded.entry.exercise,
        points=report.points,
        max_points=report.max_points,
        status=report.status,
        submission_sha256=report.submission.sha256,
        graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
        official=report.grader.official,
        note=graded.entry.note,
        files_sha256=graded.provenance.files_sha256,
        course_sha256=graded.provenance.course_sha256,
        grader_version=graded.provenance.grader_version,
        seed=graded.provenance.seed,
        code_sha256=graded.code_sha256,
        attempt=graded.entry.attempt,
    )


def _provenance(row: Row) -> Provenance:
    return Provenance(row.files_sha256, row.course_sha256, row.grader_version, row.seed)


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_text("utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False
