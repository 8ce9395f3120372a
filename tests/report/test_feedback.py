"""The one exit: what a report keeps from a reader who may not see all of it."""

from __future__ import annotations

import json

import msgspec
import pytest
from msgspec.structs import replace

from grader.course.course import Course, load_exercise
from grader.model import (
    CheckResult,
    Comparison,
    Explanation,
    Location,
    RecognisedMistake,
    RedactedReport,
    SubmissionFacts,
)
from grader.report.build import as_report
from grader.report.feedback import redact
from grader.report.formats import FORMATS, render

SECRET = "41.97"  # stands for an input or a value of a hidden check
ADVICE = "Is the double of 0 still 0?"
FILE = "exercises/exercise01/exercise01.py"
FEEDBACKS = ("advice", "outcome")
LAW = Explanation("double", None, "law", (), "double: the factor is 3.", None, ("hidden_check",))


@pytest.fixture
def exercise(toy_course):
    return load_exercise(Course(toy_course), "1")


def result(visibility="hidden", outcome="failed", **fields):
    """A failed check that tells everything."""
    facts = {
        "id": f"{visibility}_check",
        "title": "Every number is doubled.",
        "outcome": outcome,
        "points": 0,
        "max_points": 8,
        "visibility": visibility,
        "message": f"double: expected 2, got {SECRET}",
        "call": f"double(x={SECRET})",
        "expected": "2",
        "actual": SECRET,
        "comparison": Comparison("double", None, 2.0, float(SECRET), 1e-9),
        "mistake": RecognisedMistake("adds_two", ADVICE),
        "location": Location(FILE, 4197),
        "seconds": 0.7,
    }
    return CheckResult(**(facts | fields))


def report_of(exercise, *results):
    facts = SubmissionFacts(FILE, "0" * 64)
    made = as_report(
        exercise, facts, "failed", results, isolation="process", seed=4197, seconds=12.345,
        output=f"the input is {SECRET}",
    )  # fmt: skip
    return replace(made, explanations=(LAW,))


def test_full_feedback_changes_nothing(exercise):
    report = report_of(exercise, result("visible"), result("hidden"))
    shown = redact(report, "full")
    assert isinstance(shown, RedactedReport)
    assert msgspec.json.encode(shown) == msgspec.json.encode(report)


@pytest.mark.parametrize("format", FORMATS)
def test_format_refuses_a_report_that_was_not_redacted(exercise, format):
    with pytest.raises(TypeError, match="redact"):
        render(report_of(exercise, result()), format)


HIDING = {
    "a call": {},
    "an exception": {"message": f"double raises ValueError: {SECRET}", "reason": "raised"},
    "a crash": {"message": f"double ended the process {SECRET}", "reason": "crash"},
    "a limit": {"message": f"stopped after {SECRET} s in double", "reason": "time"},
    "a fault of ours": {"outcome": "broken", "message": f"KeyError: {SECRET}"},
}


@pytest.mark.parametrize("feedback", FEEDBACKS)
@pytest.mark.parametrize("what", HIDING)
def test_nothing_that_a_hidden_check_saw_is_told(exercise, what, feedback):
    report = redact(report_of(exercise, result(**HIDING[what])), feedback)
    text = render(report, "json")
    assert SECRET not in text
    assert "4197" not in text  # neither as the seed, nor as a line chosen by the input
    check = report.checks[0]
    told = check.message, check.call, check.expected, check.actual, check.comparison
    assert told == (None,) * 5
    assert check.location is None
    assert check.reason == HIDING[what].get("reason")
    assert (report.output, report.grader.seed) == (None, None)


@pytest.mark.parametrize("feedback", FEEDBACKS)
def test_no_time_is_told_that_a_submission_could_choose_by_its_inputs(exercise, feedback):
    report = redact(report_of(exercise, result("visible"), result()), feedback)
    assert [check.seconds for check in report.checks] == [0.0, 0.0]
    assert report.seconds == 0.0


@pytest.mark.parametrize("feedback", FEEDBACKS)
def test_title_outcome_and_points_are_always_told(exercise, feedback):
    check = redact(report_of(exercise, result()), feedback).checks[0]
    assert (check.id, check.title) == ("hidden_check", "Every number is doubled.")
    assert (check.outcome, check.points, check.max_points) == ("failed", 0, 8)


@pytest.mark.parametrize("visibility", ["visible", "hidden"])
def test_advice_and_laws_are_told_unless_only_the_outcome_is_asked_for(exercise, visibility):
    report = report_of(exercise, result(visibility))
    advised = redact(report, "advice")
    assert advised.checks[0].mistake == RecognisedMistake("adds_two", ADVICE)
    assert advised.explanations == (LAW,)
    bare = redact(report, "outcome")
    assert (bare.checks[0].mistake, bare.explanations) == (None, ())
    assert ADVICE not in json.dumps(json.loads(render(bare, "json")))


@pytest.mark.parametrize("feedback", FEEDBACKS)
def test_visible_check_tells_everything_else(exercise, feedback):
    check = result("visible")
    told = redact(report_of(exercise, check), feedback).checks[0]
    for field in ("message", "call", "expected", "actual", "comparison", "location"):
        assert getattr(told, field) == getattr(check, field)


def test_place_of_a_forbidden_name_is_told(exercise):
    check = result(reason="forbidden", call=None, expected=None, actual=None, comparison=None)
    assert redact(report_of(exercise, check), "advice").checks[0].location == check.location


def test_redacting_twice_is_redacting_once(exercise):
    once = redact(report_of(exercise, result("visible"), result()), "advice")
    assert redact(once, "advice") == once
