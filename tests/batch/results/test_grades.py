"""What counts of a grade: decisions, lateness and weights."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from grader.batch.intake.deliveries import (
    Deliveries,
    Delivery,
    deliveries_csv,
    minutes_late,
    read_deliveries,
)
from grader.batch.results.gradebook import Gradebook, Override, Row
from grader.batch.results.grades import as_lateness, as_number, late_reduction, read_grades
from grader.batch.results.overrides import read_overrides
from grader.course.term import LatePolicy, Term, TermExercise
from grader.errors import GraderError

DUE = datetime(2026, 10, 8, 22, 0, tzinfo=UTC)
TERM = Term(
    timezone="UTC",
    late=LatePolicy(grace_minutes=15, percent_per_day=10, at_most_days=5),
    exercises=(TermExercise("exercise02", weight=2, due=DUE), TermExercise("exercise01")),
)
ROW = Row(
    student="ada",
    exercise="exercise02",
    points=8,
    max_points=10,
    status="failed",
    submission_sha256="ab12",
    graded_at="2026-11-03T10:00:00+00:00",
    official=True,
    note="",
)


def results(folder, *rows, late=None, decisions=()):
    """A folder of results; `late` is how many minutes after due the first was handed in."""
    with closing(Gradebook(folder / "gradebook.sqlite3")) as book:
        for row in rows:
            book.add(row, "{}")
        book.override(decisions)
    if late is not None:
        moment = DUE + timedelta(minutes=late)
        item = Delivery(rows[0].student, exercise=rows[0].exercise, submitted_at=moment.isoformat())
        (folder / "submissions.csv").write_text(deliveries_csv([item]))
    return folder


@pytest.mark.parametrize(
    ("late", "points", "taken_off"),
    [
        (0, 8, 0),
        (15, 8, 0),  # within the grace
        (16, 8, 1),
        (24 * 60, 8, 1),
        (24 * 60 + 1, 8, 2),
        (5 * 24 * 60, 8, 5),
        (5 * 24 * 60 + 1, 8, 8),  # counts 0
        (5 * 24 * 60, 3, 3),  # not below 0
    ],
)
def test_lateness_takes_a_share_of_the_maximum_per_started_day(late, points, taken_off):
    assert late_reduction(TERM.late, late, points, 10) == taken_off


def test_lateness_costs_nothing_without_a_policy():
    assert late_reduction(LatePolicy(), 100_000, 8, 10) == 0


def test_points_stay_and_what_counts_is_reduced_with_the_reason(tmp_path):
    folder = results(tmp_path, ROW, replace(ROW, exercise="exercise01", points=10), late=1500)
    grades = read_grades(folder, TERM)
    grade = grades.grades["ada", "exercise02"]
    assert (grade.points, grade.counted, grade.late) == (8, 6, 1500)
    assert grades.exercises == ("exercise02", "exercise01")
    assert grades.total("ada") == 2 * 6 + 10
    assert grades.max_total() == 30
    assert grades.reasons("ada") == ("exercise02: 2 points off, 25 hours late",)


def test_decision_of_a_person_counts_whole_and_survives_a_regrade(tmp_path):
    decision = Override("ada", "exercise02", 9, "a typo in the sheet", "2026-11-04")
    folder = results(tmp_path, ROW, late=1500, decisions=[decision])
    with closing(Gradebook(folder / "gradebook.sqlite3")) as book:
        book.add(replace(ROW, points=3), "{}")
    grade = read_grades(folder, TERM).grades["ada", "exercise02"]
    assert (grade.points, grade.counted) == (9, 9)
    assert grade.reasons == ("9 points instead of 3, decided by a person: a typo in the sheet",)


def test_decision_about_somebody_who_did_not_submit_is_a_grade(tmp_path):
    decision = Override("bob", "exercise02", 7, "on paper", "2026-11-04")
    folder = results(tmp_path, ROW, decisions=[decision])
    grade = read_grades(folder, TERM).grades["bob", "exercise02"]
    assert (grade.points, grade.max_points, grade.status) == (7, 10, "not_submitted")


def test_later_decision_replaces_the_earlier(tmp_path):
    first = Override("ada", "exercise02", 9, "a typo", "2026-11-04")
    folder = results(tmp_path, ROW, decisions=[first])
    results(folder, decisions=[replace(first, points=4, why="checked again")])
    assert read_grades(folder, TERM).grades["ada", "exercise02"].points == 4


def test_platforms_mark_without_a_time_takes_nothing_off_and_is_told(tmp_path):
    folder = results(tmp_path, ROW)
    item = Delivery("ada", exercise="exercise02", late="late")
    (folder / "submissions.csv").write_text(deliveries_csv([item]))
    grade = read_grades(folder, TERM).grades["ada", "exercise02"]
    assert grade.counted == 8
    assert "does not say when" in grade.reasons[0]


@pytest.mark.parametrize(
    ("submitted_at", "minutes"),
    [
        ("2026-10-08T22:00:00+00:00", 0),
        ("2026-10-08T22:00:01+00:00", 1),
        ("2026-10-09T01:00:00+02:00", 60),
        ("2026-10-08T23:00:00", 60),  # in the zone of the term
        ("2026-10-08T21:00:00Z", 0),
        ("yesterday", 0),
        ("", 0),
    ],
)
def test_minutes_late_count_begun_ones_and_are_0_where_unknown(submitted_at, minutes):
    item = Delivery("ada", exercise="exercise02", submitted_at=submitted_at)
    assert minutes_late(item, TERM) == minutes
    assert minutes_late(replace(item, exercise="exercise01"), TERM) == 0  # no due


def test_deliveries_are_read_as_they_were_written(tmp_path):
    item = Delivery(
        "=ada", "7", "ada", 'Byron, "A"', "a@x", "exercise01", "", "1", "late", "x", "n"
    )
    (tmp_path / "submissions.csv").write_text(deliveries_csv([item]))
    assert "'=ada" in (tmp_path / "submissions.csv").read_text()
    assert read_deliveries(tmp_path).rows == (item,)


def test_other_table_of_that_name_is_told(tmp_path):
    (tmp_path / "submissions.csv").write_text("a,b\n1,2\n")
    with pytest.raises(GraderError, match=r"submissions\.csv has other columns"):
        read_deliveries(tmp_path)


@pytest.mark.parametrize(
    ("line", "what", "remedy"),
    [
        ("adda,exercise02,7,why", "line 2: there is no student 'adda'", "Did you mean ada?"),
        ("ada,exercise03,7,why", "line 2: there is no exercise 'exercise03'", "exercise02?"),
        ("ada,exercise02,11,why", "line 2: '11' is not a whole number from 0 to 10", "Correct"),
        ("ada,exercise02,-1,why", "line 2: '-1' is not a whole number", "Correct"),
        ("ada,exercise02,7,", "line 2: there is no reason", "column why"),
    ],
)
def test_override_that_cannot_be_meant_is_told_with_its_line(tmp_path, line, what, remedy):
    path = tmp_path / "decided.csv"
    path.write_text(f"student,exercise,points,why\n{line}\n")
    with pytest.raises(GraderError, match=what) as caught:
        read_overrides(path, {"ada"}, {"exercise02": 10})
    assert remedy in caught.value.remedy
    path.write_text("who,what\n")
    with pytest.raises(GraderError, match="has the columns who, what"):
        read_overrides(path, {"ada"}, {"exercise02": 10})


def test_overrides_are_read_from_any_order_of_columns(tmp_path):
    path = tmp_path / "decided.csv"
    path.write_text("\ufeffwhy;points;exercise;student\r\na typo;7;exercise02;ada\r\n;;;\r\n")
    (decision,) = read_overrides(path, {"ada"}, {"exercise02": 10})
    assert (decision.student, decision.points, decision.why) == ("ada", 7, "a typo")


def test_numbers_and_lateness_read_well():
    assert [as_number(value) for value in (7, 7.5, 20 / 3, 0.0)] == ["7", "7.5", "6.67", "0"]
    assert [as_lateness(minutes) for minutes in (1, 90, 121, 2880, 2881, 10000)] == [
        "1 minute", "90 minutes", "3 hours", "48 hours", "3 days", "7 days",
    ]  # fmt: skip


def test_line_of_the_attempt_that_counts_is_found_and_else_the_last():
    first, last = (
        Delivery("ada", exercise="exercise01", attempt=number, submitted_at=f"2026-11-0{number}")
        for number in "12"
    )
    found = Deliveries((first, last))
    assert found.of("ada", "exercise01", "1") == first
    assert found.of("ada", "exercise01") == last
    assert found.of("ada", "exercise01", "7") == last
    assert found.of("bob", "exercise01") == Delivery("bob", exercise="exercise01")
    assert found.counting() == (last,)
    assert found.several() == {("ada", "exercise01"): [first, last]}


def test_newer_lines_replace_all_of_a_student_and_an_exercise():
    old = [
        Delivery(name, exercise="exercise01", attempt=one)
        for name in ("ada", "bob")
        for one in "12"
    ]
    new = Delivery("ada", exercise="exercise01", attempt="3")
    assert Deliveries(tuple(old)).replaced_by(Deliveries((new,))).rows == (*old[2:], new)
