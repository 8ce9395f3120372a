"""The gradebook: every report of a class in one SQLite file.

A report is written as one committed row before the next begins, and rows are only ever added: who
is graded again gets a new row, and the newest of a student and an exercise counts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct

from grader.errors import BrokenEnvironment
from grader.model import Report, Status
from grader.report.build import read_report

LOCK_TIMEOUT_SECONDS = 10.0

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
    """
    ALTER TABLE report ADD COLUMN files_sha256 TEXT;
    ALTER TABLE report ADD COLUMN course_sha256 TEXT;
    ALTER TABLE report ADD COLUMN grader_version TEXT;
    ALTER TABLE report ADD COLUMN seed INTEGER;
    UPDATE report SET grader_version = json_extract(report, '$.grader.version'),
                      seed = json_extract(report, '$.grader.seed');
    """,
    """
    ALTER TABLE report ADD COLUMN code_sha256 TEXT;
    CREATE TABLE override (
        student TEXT NOT NULL,
        exercise TEXT NOT NULL,
        points INTEGER NOT NULL,
        why TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        PRIMARY KEY (student, exercise)
    ) STRICT;
    """,
    "ALTER TABLE report ADD COLUMN attempt TEXT NOT NULL DEFAULT '';",
)


class Row(Struct, frozen=True):
    """One report in the gradebook.

    Attributes:
        submission_sha256: of the graded file, None where it could not be read.
        graded_at: the end of grading, as ISO 8601 in UTC.
        note: which of several files was graded, and why; else empty.
        files_sha256: of the file and those beside it, None where it could not be read.
        course_sha256: of what the course says of the exercise; None in rows that are older.
        code_sha256: of what the code does, blind to names and comments; None where unknown.
        attempt: the number of the submission that counts, where several were graded; else empty.
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
    files_sha256: str | None = None
    course_sha256: str | None = None
    grader_version: str | None = None
    seed: int | None = None
    code_sha256: str | None = None
    attempt: str = ""


class Override(Struct, frozen=True):
    """A person's decision about a student's points, which replaces those of any grading."""

    student: str
    exercise: str
    points: int
    why: str
    decided_at: str


_FIELDS = Row.__struct_fields__
_OVERRIDE_FIELDS = Override.__struct_fields__


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
        return tuple(map(_as_row, found))

    def override(self, decisions: Sequence[Override]) -> None:
        """Keep decisions, all or none; a later one of a student and an exercise replaces it.

        Raises:
            BrokenEnvironment: that is not possible.
        """
        columns = ", ".join(_OVERRIDE_FIELDS)
        marks = ", ".join("?" * len(_OVERRIDE_FIELDS))
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                f"INSERT OR REPLACE INTO override ({columns}) VALUES ({marks})",
                [msgspec.structs.astuple(decision) for decision in decisions],
            )
            self._connection.execute("COMMIT")

    def overrides(self) -> dict[tuple[str, str], Override]:
        """Every decision that counts, by student and exercise."""
        with self._told():
            found = self._connection.execute(
                f"SELECT {', '.join(_OVERRIDE_FIELDS)} FROM override ORDER BY student, exercise"
            ).fetchall()
        decisions = (Override(*values) for values in found)
        return {(decision.student, decision.exercise): decision for decision in decisions}

    def last_id(self) -> int:
        """The number of the newest row, 0 where there is none; later rows have larger ones."""
        with self._told():
            (number,) = self._connection.execute("SELECT max(id) FROM report").fetchone()
        return number or 0

    def regrades(self, *, after: int = 0) -> Iterator[tuple[Row, Row]]:
        """Each row behind row number `after` that replaced another: the older, and the newer."""
        columns = [f"{row}.{name}" for row in ("older", "newer") for name in _FIELDS]
        with self._told():
            found = self._connection.execute(
                f"SELECT {', '.join(columns)} FROM report AS newer JOIN report AS older"
                " ON older.id = (SELECT max(id) FROM report WHERE id < newer.id"
                " AND student = newer.student AND exercise = newer.exercise)"
                " WHERE newer.id > ? ORDER BY newer.id",
                (after,),
            ).fetchall()
        for row in found:
            yield _as_row(row[: len(_FIELDS)]), _as_row(row[len(_FIELDS) :])

    def report(self, student: str, exercise: str) -> Report | None:
        """The full report that counts, None where there is none."""
        with self._told():
            found = self._connection.execute(
                "SELECT report FROM report WHERE student = ? AND exercise = ?"
                " ORDER BY id DESC LIMIT 1",
                (student, exercise),
            ).fetchone()
        return read_report(found[0]) if found else None

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


def _as_row(values: Sequence[object]) -> Row:
    return msgspec.convert(dict(zip(_FIELDS, values, strict=True)), Row, strict=False)
