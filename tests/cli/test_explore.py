"""`grade explore` opens the page, with the student's own values; `grade release` keeps it fresh."""

from __future__ import annotations

import json
import re

import pytest

from grader.course.course import find_course, load_exercise
from grader.grading.grade_file import submitted_file
from grader.practice.explore import own_page

NUMBERS = """\
INTRO = ALT = "A line."
QUESTIONS = [
    {"ask": "Is it?", "options": ["yes", "no"], "answer": 0, "why": "It is."},
    {"ask": "Is it still?", "options": ["yes", "no"], "answer": 0, "why": "It is."},
]
YOURS = {"line": ("double", [{"tensor": [0.0, 1.5]}], {}), "bad": ("double", ["words"], {})}


def data():
    return {"line": [0.0, 3.0]}
"""
PAGE = "exercises/exercise01/explore.html"
OWN_PAGE = ".grade/explore-exercise01.html"


@pytest.fixture
def course(toy_course):
    folder = toy_course / "solutions" / "exercise01"
    (folder / "explore.py").write_text(NUMBERS)
    (folder / "explore.js").write_text("explore();\n")
    return toy_course


def mine(path):
    text = path.read_text("utf-8")
    return json.loads(re.search(r'id="data">(.*?)</script>', text, re.DOTALL)[1])["mine"]


def test_release_makes_the_page_and_check_sees_that_it_is_stale(course, run_grade):
    missing = run_grade("release", "--check")
    assert missing.returncode == 1
    assert f"{PAGE}: It is missing, or not what explore.py" in missing.stdout
    assert not (course / PAGE).exists()
    assert f"wrote {PAGE}" in run_grade("release").stdout
    assert run_grade("release", "--check").returncode == 0
    script = course / "solutions" / "exercise01" / "explore.js"
    script.write_text("explore(); // once more\n")
    assert run_grade("release", "--check").returncode == 1


@pytest.mark.usefixtures("course")
def test_verify_sees_a_stale_page_and_takes_its_sources_for_no_strays(run_here):
    done = run_here("verify", "--jobs", "1")
    assert f"{PAGE}: It is missing" in done.stdout
    assert "stray" not in done.stdout
    assert done.returncode == 1


def test_page_opens_with_own_values_and_is_named_where_no_browser_opens(course, run_grade):
    run_grade("release")
    shipped = (course / PAGE).read_bytes()
    stub = run_grade("explore", "exercise01", BROWSER="true")
    assert stub.returncode == 0
    assert f"The page is {OWN_PAGE}" in stub.stdout
    note = "double is not written yet. For more, run grade exercise01."
    assert mine(course / OWN_PAGE) == {"values": {}, "note": note}
    assert (course / PAGE).read_bytes() == shipped
    closed = run_grade("explore", BROWSER="false")
    assert f"No browser opens here. The page is {OWN_PAGE}" in closed.stderr


def test_values_come_from_the_student_and_failures_are_told(course, run_grade, toy, launcher):
    run_grade("release")
    found = find_course(course)
    exercise = load_exercise(found, "exercise01")
    submitted_file(exercise).write_text(toy.answer("5 * x"))
    shown = mine(own_page(found, exercise, launcher))
    assert shown["values"] == {"line": [0.0, 7.5]}
    assert shown["note"].startswith("double is not shown: ")
    submitted_file(exercise).write_text("def double(x:\n")
    broken = mine(own_page(found, exercise, launcher))
    assert broken["values"] == {}
    assert broken["note"].startswith("Your file cannot be used: ")


def test_exercise_without_a_page_says_where_its_lesson_is(toy_course, run_grade):
    done = run_grade("explore", "exercise01", BROWSER="true")
    assert done.returncode == 2
    assert "has no page to explore" in done.stderr
    assert "README.md" in done.stderr
    assert not (toy_course / OWN_PAGE).exists()
