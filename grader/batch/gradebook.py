"""The gradebook: every report of a class in one SQLite file, and the table made from it.

A report is written as one committed row before the next begins, and rows are only ever added: who
is graded again gets a new row, and the newest of a student and an exercise counts.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct

from grader.errors import BrokenEnvironment
from grader.model import Report, Status
from grader.render.text import clean

COLUMNS = (
    "student", "exercise", "points", "max_points", "status", "submission_sha256", "graded_at",
)  # fmt: skip
LOCK_TIMEOUT_SECONDS = 10.0
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

_STATUSES = ", ".join(f"'{status}'" for status in get_args(Status))
# A change of the tables is one more entry here; `user_version` counts those that were made.
MIGRATIONS = (
    f"""
    CREATE TABLE report (
        id INTEGER PRIMARY KEY,
        student TEXT NOT NULL,
        exercise TEXT NOT NULL,
        points INTEGER NOT NULL,
        max_points INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ({_STATUSES})),
        submission_sha256 TEXT,
        graded_at TEXT NOT NULL,
        official INTEGER NOT NULL CHECK (official IN (0, 1)),
        note TEXT NOT NULL,
        report TEXT NOT NULL
    ) STRICT;
    CREATE INDEX newest ON report (student, exercise, id);
    """,
)


class Row(Struct, frozen=True):
    """What the gradebook says of one report.

    Attributes:
        submission_sha256: of the graded file, None where it could not be read.
        graded_at: the end of grading, as ISO 8601 in UTC.
        note: which of several files was graded, and why; else empty.
    """

    student: str
    exercise: str
    points: int
    max_points: int
    status: Status
    submission_sha256: str | None
    graded_at: str
    official: bool
    note: str


_FIELDS = Row.__struct_fields__


class Gradebook:
    """The file, opened for this process; it is made, or brought up to date, where needed."""

    def __init__(self, path: Path) -> None:
        """Open the gradebook.

        Raises:
            BrokenEnvironment: it cannot be opened, or a newer grader has written it.
        """
        self._path = path
        with self._told():
            self._connection = sqlite3.connect(
                path, timeout=LOCK_TIMEOUT_SECONDS, isolation_level=None
            )
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file; nothing is left to be written."""
        self._connection.close()

    def add(self, row: Row, report: str) -> None:
        """Write a report, the JSON text of which is `report`; it is on the disk when this returns.

        Raises:
            BrokenEnvironment: that is not possible; what was added before stays.
        """
        values = (*msgspec.structs.astuple(row), report)
        columns, marks = ", ".join((*_FIELDS, "report")), ", ".join("?" * len(values))
        with self._told():
            self._connection.execute(f"INSERT INTO report ({columns}) VALUES ({marks})", values)

    def newest(self) -> tuple[Row, ...]:
        """The row that counts for each student and exercise, in their order."""
        with self._told():
            found = self._connection.execute(
                f"SELECT {', '.join(_FIELDS)} FROM report"
                " WHERE id IN (SELECT max(id) FROM report GROUP BY student, exercise)"
                " ORDER BY student, exercise"
            ).fetchall()
        return tuple(
            msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Row, strict=False)
            for row in found
        )

    def report(self, student: str, exercise: str) -> Report | None:
        """The full report that counts, None where there is none."""
        with self._told():
            found = self._connection.execute(
                "SELECT report FROM report WHERE student = ? AND exercise = ?"
                " ORDER BY id DESC LIMIT 1",
                (student, exercise),
            ).fetchone()
        return msgspec.json.decode(found[0], type=Report) if found else None

    def _prepare(self) -> None:
        with self._told():
            # Readers are not disturbed by the writer, nor is a commit by a kill.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise BrokenEnvironment(
                f"{self._path} was written by a newer version of the grader.",
                "Install that version, or name another folder with --out.",
            )
        with self._told():
            for number, migration in enumerate(MIGRATIONS[version:], start=version + 1):
                self._connection.executescript(
                    f"BEGIN IMMEDIATE; {migration} PRAGMA user_version = {number}; COMMIT;"
                )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite complains of into a sentence."""
        try:
            yield
        except sqlite3.Error as error:
            raise BrokenEnvironment(
                f"The gradebook {self._path} cannot be used: {error}.",
                "Free space or name another folder with --out; what it holds is kept.",
            ) from error


def grades_csv(rows: Iterable[Row]) -> str:
    """The table of grades, one line for each student and exercise, in their order."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: (row.student, row.exercise)):
        table.writerow([as_cell(getattr(row, name)) for name in COLUMNS])
    return text.getvalue()


def as_cell(value: str | int | None) -> str | int:
    """The value as a spreadsheet may see it: no text begins like a formula, or moves a cursor."""
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{clean(value)}" if value.startswith(_FORMULA) else clean(value)
