"""course.toml: what it means, and what is said where it means nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from grader.course.course import Course
from grader.course.term import LatePolicy, MalformedTerm, Term, read_term, term_exercises

WHOLE = """\
title = "Deep Learning 101"
contact = "dl101@example.org"
submit = "Hand in on Moodle, week by week."
repository = "https://github.com/example/dl101"
timezone = "Europe/Berlin"
late = { grace_minutes = 15, percent_per_day = 10, at_most_days = 5 }
which = "best"

[[exercises]]
name = "exercise02"
weight = 2
release = 2026-10-01T08:00:00
due = 2026-10-08T23:59:00

[[exercises]]
name = "exercise01"
due = 2026-12-08T23:59:00-05:00
"""


@pytest.fixture
def course(toy, toy_course):
    toy.make_exercise(toy_course, "exercise02", title="Halving")
    return Course(toy_course)


def write(course: Course, text: str, place: str = "solutions") -> None:
    (course.root / place / "course.toml").write_text(text, "utf-8")


def test_term_of_a_course_without_the_file_has_all_exercises_and_no_dates(course):
    assert read_term(course) == Term()
    assert term_exercises(course) == ("exercise01", "exercise02")
    assert read_term(course).of("exercise01").weight == 1


def test_term_reads_every_key_and_gives_dates_an_offset(course):
    write(course, WHOLE)
    term = read_term(course)
    assert term.late == LatePolicy(15, 10, 5)
    assert (term.title, term.which, term.contact) == (
        "Deep Learning 101",
        "best",
        "dl101@example.org",
    )
    assert term_exercises(course) == ("exercise02", "exercise01")
    first, second = term.exercises
    assert first.weight == 2
    assert first.due.astimezone(UTC) == datetime(2026, 10, 8, 21, 59, tzinfo=UTC)  # summer time
    assert second.due.astimezone(UTC) == datetime(2026, 12, 9, 4, 59, tzinfo=UTC)
    assert second.release is None


def test_term_is_read_where_the_course_was_released(course):
    write(course, 'title = "Public"', "exercises")
    assert read_term(course).title == "Public"
    write(course, 'title = "Own"')
    assert read_term(course).title == "Own"


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ("which =", "wich =", 7, "there is no key 'wich'", "Did you mean which?"),
        ("weight = 2", "wieght = 2", 11, "there is no key 'wieght' of an exercise", "weight?"),
        ("grace_minutes", "grace_minuts", 6, "no key 'grace_minuts'", "grace_minutes?"),
        ('"exercise01"', '"exercise1x"', 16, "no exercise 'exercise1x'", "exercise01?"),
        ('"exercise01"', '"exercise02"', 16, "exercise02 is listed twice", "Delete one"),
        ('timezone = "Europe/Berlin"', "", 12, "2026-10-01T08:00:00 has no offset", "timezone ="),
        ("Europe/Berlin", "Europe/Berlyn", 5, "no time zone 'Europe/Berlyn'", "Europe/Berlin"),
        ("weight = 2", "weight = -2", 11, "a weight is negative", "0 or more"),
        ("weight = 2", 'weight = "2"', 11, "Expected `float`", "Correct that line"),
        ("2026-10-08T23:59:00", '"tomorrow"', 13, "Invalid RFC3339", "Correct that line"),
        ('"best"', '"first"', 7, "Invalid enum value 'first'", "Correct that line"),
        ("percent_per_day = 10", "percent_per_day = 101", 6, "more than 100 percent", "up to 100"),
    ],
)  # fmt: skip
def test_term_that_means_nothing_is_one_sentence_with_line_and_remedy(
    course, old, new, line, what, remedy
):
    write(course, WHOLE.replace(old, new))
    with pytest.raises(MalformedTerm, match=re.escape(what)) as caught:
        read_term(course)
    assert caught.value.what.startswith(f"solutions/course.toml, line {line}: ")
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 2


def test_term_that_is_not_toml_is_told_with_its_line(course):
    write(course, "title = \n")
    with pytest.raises(MalformedTerm, match="line 1"):
        read_term(course)
