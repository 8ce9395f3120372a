"""The gradebook keeps every report that was added, whatever happens afterwards."""

from __future__ import annotations

import csv
import io
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from grader.batch.results.gradebook import MIGRATIONS, Gradebook, Row
from grader.batch.results.grades_csv import COLUMNS, grade_line, grades_csv
from grader.errors import BrokenEnvironment
from grader.model import GraderFacts, Report, SubmissionFacts

ROW = Row(
    student="alice",
    exercise="exercise01",
    points=7,
    max_points=10,
    status="failed",
    submission_sha256="ab12",
    graded_at="2026-11-03T10:00:00+00:00",
    official=True,
    note="",
)
REPORT = Report(
    schema="unsaturated/report/2",
    grader=GraderFacts("0.1.0", "3.11.7", "2.13.0", (1 << 63) - 1, "cpu", "full", True),
    exercise="exercise01",
    title="Doubling",
    submission=SubmissionFacts("alice/exercise01.py", "ab12"),
    status="failed",
    points=7,
    max_points=10,
    seconds=0.5,
    checks=(),
    output="printed\x00, even zeros",
)
TEXT = msgspec.json.encode(REPORT).decode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gradebook.sqlite3"


def test_gradebook_gives_back_what_was_added(path: Path) -> None:
    unread = replace(ROW, student="bob\n=1", submission_sha256=None, official=False, note="newer")
    with closing(Gradebook(path)) as book:
        book.add(unread, TEXT)
        book.add(ROW, TEXT)
    with closing(Gradebook(path)) as book:
        assert book.newest() == (ROW, unread)
        assert book.report("alice", "exercise01") == REPORT
        assert book.report("alice", "exercise02") is None


def test_report_of_schema_1_is_still_read(path: Path) -> None:
    old = TEXT.replace("unsaturated/report/2", "unsaturated/report/1")
    with closing(Gradebook(path)) as book:
        book.add(ROW, old)
        assert book.report("alice", "exercise01") == REPORT


def test_gradebook_counts_the_newest_and_keeps_the_older(path: Path) -> None:
    better = replace(ROW, points=10, status="passed")
    with closing(Gradebook(path)) as book:
        book.add(ROW, TEXT)
        book.add(better, msgspec.json.encode(replace(REPORT, points=10)).decode())
        assert book.newest() == (better,)
        newest = book.report("alice", "exercise01")
        assert newest is not None
        assert newest.points == 10
    assert _query(path, "SELECT points FROM report ORDER BY id") == [(7,), (10,)]


def test_gradebook_tells_what_a_regrade_replaced(path: Path) -> None:
    bob, better = replace(ROW, student="bob"), replace(ROW, points=10, status="passed")
    with closing(Gradebook(path)) as book:
        for row in (ROW, bob, better):
            book.add(row, TEXT)
        last = book.last_id()
        book.add(ROW, TEXT)
        assert list(book.regrades()) == [(ROW, better), (better, ROW)]
        assert list(book.regrades(after=last)) == [(better, ROW)]


def test_gradebook_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    with closing(sqlite3.connect(path)) as old:
        old.executescript(f"{MIGRATIONS[0]} PRAGMA user_version = 1;")
        names = ROW.__struct_fields__[:9]
        marks = ", ".join("?" * 10)
        values = (*(getattr(ROW, name) for name in names), TEXT)
        old.execute(f"INSERT INTO report ({', '.join(names)}, report) VALUES ({marks})", values)
        old.commit()

    with closing(Gradebook(path)) as book:
        assert book.newest() == (replace(ROW, grader_version="0.1.0", seed=(1 << 63) - 1),)
        assert book.report("alice", "exercise01") == REPORT


def test_gradebook_is_a_strict_table_with_a_version_and_a_journal(path: Path) -> None:
    Gradebook(path).close()

    assert _query(path, "PRAGMA journal_mode") == [("wal",)]
    assert _query(path, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert _query(path, "SELECT strict FROM pragma_table_list WHERE name = 'report'") == [(1,)]


def test_gradebook_refuses_a_status_that_there_is_not(path: Path) -> None:
    with closing(Gradebook(path)) as book, pytest.raises(BrokenEnvironment, match="CHECK"):
        book.add(replace(ROW, status="fine"), TEXT)  # type: ignore[arg-type]


def test_gradebook_refuses_the_file_of_a_newer_grader(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(BrokenEnvironment, match="newer version of the grader"):
        Gradebook(path)


def test_gradebook_refuses_a_file_that_is_none(path: Path) -> None:
    path.write_text("student,points\n" * 99, "utf-8")
    with pytest.raises(BrokenEnvironment, match="file is not a database") as caught:
        Gradebook(path)
    assert caught.value.exit_code == 5
    assert path.read_text("utf-8").startswith("student,points")


WRITER = """
import sys, os, signal
from pathlib import Path
from tests_of_gradebook import ROW, TEXT
from msgspec.structs import replace
from grader.batch.results.gradebook import Gradebook
book = Gradebook(Path(sys.argv[1]))
for number in range(1000):
    book.add(replace(ROW, student=f"student{number:04}"), TEXT)
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_gradebook_holds_every_added_row_when_its_writer_is_killed(
    path: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "tests_of_gradebook.py").write_bytes(Path(__file__).read_bytes())
    python_path = os.pathsep.join([str(tmp_path), environment["PYTHONPATH"]])
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        env=environment | {"PYTHONPATH": python_path},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    for _ in range(20):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    told = 20 + len(process.stdout.read().splitlines())
    process.wait()
    process.stdout.close()

    with closing(Gradebook(path)) as book:
        rows = book.newest()
    # One more may be on the disk than the writer could still tell of.
    assert [row.student for row in rows][:told] == [f"student{n:04}" for n in range(told)]
    assert told <= len(rows) <= told + 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_gradebook_keeps_what_it_has_when_the_disk_is_full(path: Path) -> None:
    with closing(Gradebook(path)) as book:
        book.add(ROW, TEXT)
        with _full_disk(), pytest.raises(BrokenEnvironment, match="cannot be used") as caught:
            book.add(replace(ROW, student="bob"), TEXT + " " * (1 << 20))
        assert caught.value.exit_code == 5
        assert "Free space" in caught.value.remedy
        book.add(replace(ROW, student="carol"), TEXT)  # there is space again
    with closing(Gradebook(path)) as book:
        assert [row.student for row in book.newest()] == ["alice", "carol"]


def test_grades_csv_has_the_columns_and_a_line_for_each_row() -> None:
    unread = replace(ROW, student='b "x", y', submission_sha256=None, points=0)

    lines = {(row.student, row.exercise): grade_line(row) for row in (unread, ROW)}
    text = grades_csv(lines)
    table = list(csv.reader(io.StringIO(text)))

    assert table == [
        list(COLUMNS),
        [
            "alice", "exercise01", "7", "10", "failed", "true", "", "", "", "ab12",
            "2026-11-03T10:00:00+00:00",
        ],
        [
            'b "x", y', "exercise01", "0", "10", "failed", "true", "", "", "", "",
            "2026-11-03T10:00:00+00:00",
        ],
    ]  # fmt: skip


def test_grades_csv_of_nothing_is_the_heading() -> None:
    heading = (
        "student,exercise,points,max_points,status,official,submitted_at,late,note,"
        "submission_sha256,graded_at\n"
    )
    assert grades_csv({}) == heading


def test_name_can_forge_no_row() -> None:
    name = 'eve\nmallory,exercise01,10,10,passed"\r\n"mallory","exercise01","10'
    text = grades_csv({("eve", "exercise01"): grade_line(replace(ROW, student=name))})
    assert text.count("\n") == 2
    assert not any(line.lstrip('"').startswith("mallory") for line in text.splitlines())
    heading, row = csv.reader(io.StringIO(text))
    assert (len(row), row[1:4]) == (len(heading), ["exercise01", "7", "10"])


def _query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@contextmanager
def _full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond 256 KiB."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 10, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
