"""What a student reads below a report that passed."""

from __future__ import annotations

import shutil

import pytest
from msgspec.structs import replace

from grader.course.course import find_course, load_exercise
from grader.model import (
    REPORT_SCHEMA,
    GraderFacts,
    RedactedReport,
    Report,
    SubmissionFacts,
)
from grader.practice.after_pass import ending_of
from grader.practice.board import read_board
from grader.practice.board_view import render_board
from grader.practice.progress import Progress, State, digest, read_state, write_state
from grader.report.console import Console
from grader.report.formats.human import render

OWN = "exercises/exercise01/exercise01.py"
REPORT = RedactedReport(
    schema=REPORT_SCHEMA,
    grader=GraderFacts("0.2.0", "3.11.7", "2.13.0", 0, "cpu", "full", False),
    exercise="exercise01",
    title="Doubling",
    submission=SubmissionFacts(OWN, "0" * 64),
    status="passed",
    points=10,
    max_points=10,
    seconds=1.0,
    checks=(),
    output="",
)


@pytest.fixture
def course(toy, toy_course):
    toy.make_exercise(toy_course, "exercise02", title="Twice over")
    (toy_course / OWN).write_text(toy.answer("2 * x"))
    return find_course(toy_course)


@pytest.fixture
def exercise(course):
    return replace(load_exercise(course, "exercise01"), after="Doubling was the point.")


def passed(course, a_run, *names):
    runs = {}
    for name in names:
        file = f"exercises/{name}/{name}.py"
        sha256 = digest(course.root / file)
        facts = {"status": "passed", "points": 10, "mistakes": (), "sha256": sha256}
        runs[name] = Progress(a_run(file=file, **facts))
    write_state(course.root, State(exercises=runs))


def test_pass_says_what_it_was_for_the_length_and_the_next_exercise(exercise, course, a_run):
    passed(course, a_run, "exercise01")
    ending = ending_of(exercise, course, REPORT, course.root / OWN)
    assert ending.sentences[0] == "Doubling was the point."
    assert ending.sentences[1] == "Your code has 2 lines; the reference has 2."
    assert ending.steps == (
        "grade exercise02   (your file: exercises/exercise02/exercise02.py)",
        "grade solution exercise01   (two other ways, beside your code)",
    )
    text = render(REPORT, Console(), ending)
    assert "Every check passes.\nDoubling was the point.\nYour code has 2 lines;" in text
    assert "Next: grade exercise02   (your file:" in text


def test_length_is_not_compared_where_there_is_no_reference(exercise, course, a_run):
    passed(course, a_run, "exercise01")
    shutil.rmtree(course.root / "solutions")
    released = replace(exercise, authored=None)
    ending = ending_of(released, course, REPORT, course.root / OWN)
    assert ending.sentences == ("Doubling was the point.",)
    assert not any("solution" in step for step in ending.steps)


def test_full_points_everywhere_end_the_course(exercise, course, a_run):
    passed(course, a_run, "exercise01", "exercise02")
    ending = ending_of(exercise, course, REPORT, course.root / OWN)
    told = " ".join(ending.sentences)
    assert "Every exercise passes, 20 of 20 points. You have built: Doubling; Twice over." in told
    assert "The next lecture of the series" in told
    assert ending.steps[0].startswith("grade train --use student ")
    board = render_board(read_board(course, read_state(course.root)), Console())
    assert "Every exercise passes, 20 of 20" in board
    assert "Next: grade train --use student" in board


def test_report_that_has_not_passed_has_no_ending(exercise, course):
    report: Report = replace(REPORT, status="failed")
    ending = ending_of(exercise, course, report, course.root / OWN)
    assert (ending.sentences, ending.steps) == ((), ())
