"""The folder of results holds every finished report, in all three forms."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.batch.intake.entries import Entry
from grader.batch.jobs.job import Graded, Job, Provenance
from grader.batch.results.gradebook import Gradebook
from grader.batch.results.results_folder import Results
from grader.errors import BrokenEnvironment
from grader.model import (
    CheckResult,
    Exercise,
    Feedback,
    GraderFacts,
    Limits,
    RecognisedMistake,
    Report,
    Status,
    SubmissionFacts,
)
from grader.submission.student_files import Files

ENTRY = Entry("alice", "exercise01", Path("alice/exercise01.py"), "alice/exercise01.py", "a note")
REPORT = Report(
    schema="unsaturated/report/2",
    grader=GraderFacts("0.1.0", "3.11.7", "2.13.0", 7, "cpu", "full", True),
    exercise="exercise01",
    title="Doubling",
    submission=SubmissionFacts("alice/exercise01.py", "ab12"),
    status="failed",
    points=2,
    max_points=10,
    seconds=0.5,
    checks=(
        CheckResult(
            id="doubles",
            title="Every number is doubled.",
            outcome="failed",
            points=0,
            max_points=8,
            visibility="hidden",
            message="double: expected 6, got 9",
            call="double(x=torch.tensor([3.0]))",
            expected="6",
            actual="9",
            mistake=RecognisedMistake("squares", "It looks as if x were multiplied by itself."),
        ),
    ),
    output="3.0",
)


ORIGIN = Provenance("ef56", "cd34", "0.1.0", 7)


def graded(entry: Entry = ENTRY, report: Report = REPORT) -> Graded:
    return Graded(entry, report, ORIGIN)


def grades(folder: Path) -> list[list[str]]:
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as file:
        return [row[:5] for row in csv.reader(file)][1:]


def test_results_are_there_before_the_folder_is_closed(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    with Results(out, "advice") as results:
        results.add(graded())

        assert grades(out) == [["alice", "exercise01", "2", "10", "failed"]]
        assert (out / "reports" / "alice" / "exercise01.json").is_file()
        with closing(Gradebook(out / "gradebook.sqlite3")) as other:
            (row,) = other.newest()
    assert (row.official, row.note, row.submission_sha256) == (True, "a note", "ab12")
    assert row.graded_at.endswith("+00:00")


@pytest.mark.parametrize(
    ("feedback", "seed", "call", "has_advice"),
    [
        ("full", 7, "double(x=torch.tensor([3.0]))", True),
        ("advice", None, None, True),
        ("outcome", None, None, False),
    ],
)
def test_students_report_tells_what_feedback_allows_and_the_gradebook_everything(
    tmp_path: Path, feedback: Feedback, seed: int | None, call: str | None, has_advice: bool
) -> None:
    with Results(tmp_path, feedback) as results:
        results.add(graded())

    shown = json.loads((tmp_path / "reports" / "alice" / "exercise01.json").read_bytes())
    (check,) = shown["checks"]
    assert shown["grader"]["seed"] == seed
    assert check["call"] == call
    assert (check["mistake"] is not None) == has_advice
    with closing(Gradebook(tmp_path / "gradebook.sqlite3")) as book:
        assert book.report("alice", "exercise01") == REPORT


def test_results_of_earlier_runs_stay_and_newer_ones_replace_them(tmp_path: Path) -> None:
    bob = replace(ENTRY, student="bob")
    with Results(tmp_path, "advice") as results:
        results.add(graded())
        results.add(graded(bob))
    with Results(tmp_path, "advice") as results:
        results.add(graded(bob, replace(REPORT, points=10, status="passed")))

    assert grades(tmp_path) == [
        ["alice", "exercise01", "2", "10", "failed"],
        ["bob", "exercise01", "10", "10", "passed"],
    ]


def test_table_is_mended_where_a_kill_left_it_behind(tmp_path: Path) -> None:
    with Results(tmp_path, "advice") as results:
        results.add(graded())
    (tmp_path / "grades.csv").unlink()
    with Results(tmp_path, "advice"):
        assert len(grades(tmp_path)) == 1


@pytest.mark.parametrize("student", ["=1+1", "-rf", "new\nline", "日本", "%s", "a" * 255, "C:\\x"])
def test_results_of_odd_names_lie_in_a_folder_of_that_name(tmp_path: Path, student: str) -> None:
    with Results(tmp_path, "advice") as results:
        results.add(graded(replace(ENTRY, student=student)))

    (folder,) = (tmp_path / "reports").iterdir()
    assert folder.name == student
    with closing(Gradebook(tmp_path / "gradebook.sqlite3")) as book:
        assert [row.student for row in book.newest()] == [student]


def test_results_leave_no_other_files(tmp_path: Path) -> None:
    with Results(tmp_path, "advice") as results:
        results.add(graded())
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    assert found == [
        ".lock",
        "gradebook.sqlite3",
        "grades.csv",
        "reports/alice/exercise01.html",
        "reports/alice/exercise01.json",
    ]


def test_results_take_away_what_a_kill_left_half_written(tmp_path: Path) -> None:
    (tmp_path / "reports" / "alice").mkdir(parents=True)
    for name in ("exercise01.json.x2", "exercise01.html.y3"):
        (tmp_path / "reports" / "alice" / name).write_text("{")
    (tmp_path / "grades.csv.bak").write_text("the instructor's own")
    with Results(tmp_path, "advice") as results:
        results.add(graded())
    assert [path.name for path in (tmp_path / "reports").glob("*/*.*.*")] == []
    assert (tmp_path / "grades.csv.bak").exists()


def test_results_finish_once_for_the_same_files_course_grader_and_seed(tmp_path: Path) -> None:
    exercise = Exercise("exercise01", "", {}, (), (), Limits(), None, None, tmp_path)
    job = Job(ENTRY, exercise, ORIGIN, Files(b"", {}))
    with Results(tmp_path, "advice") as results:
        assert results.finished(job) is None
        results.add(graded())
        assert results.finished(job) == REPORT
        for change in (
            {"files_sha256": "x"},
            {"course_sha256": "x"},
            {"grader_version": "x"},
            {"seed": 1},
        ):
            assert results.finished(replace(job, provenance=replace(ORIGIN, **change))) is None
        assert results.finished(replace(job, files=None)) is None
        assert results.finished(replace(job, entry=replace(ENTRY, student="bob"))) is None


@pytest.mark.parametrize(
    ("official", "status", "unsafe", "is_finished"),
    [
        (True, "failed", True, True),
        (False, "failed", True, True),
        (False, "failed", False, False),
        (True, "error", False, False),
        (True, "unloadable", False, True),
    ],
)
def test_results_that_do_not_count_are_not_finished(
    tmp_path: Path, official: bool, status: Status, unsafe: bool, is_finished: bool
) -> None:
    exercise = Exercise("exercise01", "", {}, (), (), Limits(), None, None, tmp_path)
    report = replace(REPORT, status=status, grader=replace(REPORT.grader, official=official))
    with Results(tmp_path, "advice") as results:
        results.add(graded(report=report))
        job = Job(ENTRY, exercise, ORIGIN, Files(b"", {}), unsafe=unsafe)
        assert (results.finished(job) is not None) == is_finished


def test_table_takes_a_small_share_of_the_time_in_a_class_of_very_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.batch.results.results_folder.TABLE_SECONDS", 0.0)
    monkeypatch.setattr("grader.batch.results.results_folder.TABLE_SHARE", 0.0)
    with Results(tmp_path, "advice") as results:
        results.add(graded())
        assert grades(tmp_path) == []
    assert len(grades(tmp_path)) == 1


def test_results_refuse_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BrokenEnvironment, match="cannot be written: ") as caught:
        Results(tmp_path / "file" / "out", "advice")
    assert caught.value.exit_code == 5
    assert "--out" in caught.value.remedy


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_results_keep_what_is_finished_when_the_disk_is_full(tmp_path: Path) -> None:
    import resource

    with Results(tmp_path, "advice") as results:
        results.add(graded())
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 10, hard))
        try:
            with pytest.raises(BrokenEnvironment) as caught:
                _add_many(results)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert caught.value.exit_code == 5
    assert str(tmp_path) in caught.value.what
    with closing(Gradebook(tmp_path / "gradebook.sqlite3")) as book:
        finished = [row.student for row in book.newest()]
    assert finished[0] == "alice"
    assert finished == [row[0] for row in grades(tmp_path)]
    assert 1 < len(finished) < 100


def _add_many(results: Results) -> None:
    for number in range(100):
        results.add(graded(replace(ENTRY, student=f"student{number:02}")))
