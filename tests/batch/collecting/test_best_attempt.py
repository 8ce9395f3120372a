"""`which = "best"`: of several submissions in time the best by points counts, whenever it came."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

FIRST, SECOND, THIRD = "2026-11-18-10-00-00", "2026-11-19-11-00-00", "2026-11-21-12-00-00"
TERM = (
    'which = "{which}"\ntimezone = "UTC"\nlate = {{ percent_per_day = 10 }}\n'
    '[[exercises]]\nname = "exercise01"\ndue = 2026-11-20T23:59:59\n'
)


@pytest.fixture
def graded(run_here, toy_course, toy, tmp_path):
    """`graded("best", answers)`: the line of grades.csv, for answers by their time."""

    def grade(which: str, answers: dict[str, str], *, course: Path = toy_course) -> dict[str, str]:
        (course / "solutions" / "course.toml").write_text(TERM.format(which=which))
        with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
            for when, answer in answers.items():
                archive.writestr(f"Ex_jdoe_attempt_{when}_exercise01.py", toy.answer(answer))
        for words in (
            ("collect", str(tmp_path / "export.zip"), "--to", str(tmp_path / "sorted")),
            ("batch", str(tmp_path / "sorted"), "--out", str(tmp_path / "out"), "--jobs", "1"),
        ):
            done = run_here(*words)
            assert done.returncode == 0, done.stderr
        with (tmp_path / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
            (line,) = csv.DictReader(file)
        return line

    return grade


RIGHT, HALF, WRONG = "2 * x", "torch.where(x.abs() < 5, 2 * x, 0 * x)", "x * x"


def test_best_of_those_in_time_counts_and_a_late_one_does_not(graded, tmp_path):
    line = graded("best", {FIRST: HALF, SECOND: WRONG, THIRD: RIGHT})
    assert 0 < int(line["points"]) < 10
    assert (line["submitted_at"], line["late"]) == ("2026-11-18T10:00:00+00:00", "")
    first, _, second = line["note"].partition("; ")
    assert first == f"attempt-1/exercise01.py counts, with {line['points']} points"
    assert second == "exercise01.py has 0 points"
    kept = (tmp_path / "out" / "submissions.csv").read_text().splitlines()
    assert len(kept) == 3  # a line for the header, and one for each that is in time


def test_last_of_those_that_are_equally_good_counts(graded):
    line = graded("best", {FIRST: RIGHT, SECOND: f"{RIGHT} + 0"})
    assert (line["points"], line["submitted_at"]) == ("10", "2026-11-19T11:00:00+00:00")
    assert line["note"].startswith("exercise01.py counts, with 10 points")


def test_only_the_last_counts_where_the_course_says_last(graded, tmp_path):
    line = graded("last", {FIRST: RIGHT, SECOND: WRONG})
    assert (line["points"], line["note"]) == ("0", "")
    assert not [*(tmp_path / "sorted").rglob("attempt-*")]


def test_folder_that_a_student_calls_attempt_does_not_count(run_here, toy_course, toy):
    folder = toy_course / "class" / "ada"
    (folder / "attempt-1").mkdir(parents=True)
    (folder / "exercise01.py").write_text(toy.answer(WRONG))
    (folder / "attempt-1" / "exercise01.py").write_text(toy.answer(RIGHT))
    done = run_here("batch", "class", "--out", "out", "--jobs", "1", "--exercise", "exercise01")
    assert done.returncode == 0, done.stderr
    with (toy_course / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["points"] == "0"
    left = (toy_course / "out" / "not-graded.csv").read_text()
    assert "ada/attempt-1/exercise01.py" in left


def test_report_and_likeness_are_of_the_file_that_counts(graded, tmp_path):
    import sqlite3

    graded("best", {FIRST: RIGHT, SECOND: WRONG})
    found = sqlite3.connect(tmp_path / "out" / "gradebook.sqlite3").execute(
        "SELECT attempt, json_extract(report, '$.submission.path'), code_sha256 FROM report"
    )
    ((attempt, path, code),) = found.fetchall()
    assert (attempt, path) == ("1", "jdoe/attempt-1/exercise01.py")
    from grader.batch.jobs.likeness import code_sha256

    data = (tmp_path / "sorted" / "jdoe" / "attempt-1" / "exercise01.py").read_bytes()
    assert code == code_sha256(data, ".py")
