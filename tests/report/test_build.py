"""Reports: what they add up to, and what they keep from eyes that may see less."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from grader.course.course import Course, load_exercise
from grader.errors import UnreadableSubmission
from grader.model import CheckResult, Location, RecognisedMistake, SubmissionFacts
from grader.report.build import EXIT_CODES, as_report, filtered, unloadable_results
from grader.report.formats import render

SECRET = "41.97"  # stands for an input or a value of a hidden check
ADVICE = "Is the double of 0 still 0?"
FILE = "exercises/exercise01/exercise01.py"
FEEDBACKS = ("advice", "outcome")


@pytest.fixture
def exercise(toy_course):
    return load_exercise(Course(toy_course), "1")


@pytest.fixture(scope="module")
def schema():
    text = resources.files("grader").joinpath("report.schema.json").read_text("utf-8")
    return json.loads(text)


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
        "mistake": RecognisedMistake("adds_two", ADVICE),
        "location": Location(FILE, 4197),
    }
    return CheckResult(**(facts | fields))


def report_of(exercise, *results, output=f"the input is {SECRET}", seed=4197):
    facts = SubmissionFacts(FILE, "0" * 64)
    return as_report(
        exercise, facts, "failed", results, isolation="process", seed=seed, output=output
    )


# ------------------------------------------------------------------------------ what it says


def test_exit_codes_are_those_of_the_contract():
    assert dict(EXIT_CODES) == {
        "passed": 0, "failed": 1, "not_started": 1, "unloadable": 3, "limit": 4, "error": 70,
    }  # fmt: skip


def test_report_adds_up_the_points_and_says_how_it_was_made(exercise):
    earned = result(outcome="passed", points=8)
    report = report_of(exercise, earned, result("visible", points=0))
    assert (report.points, report.max_points) == (8, 10)
    assert report.schema == "unsaturated/report/1"
    assert (report.exercise, report.title) == ("exercise01", "Doubling")
    assert (report.grader.seed, report.grader.device, report.grader.official) == (
        4197,
        "cpu",
        False,
    )
    assert report.grader.isolation == "process"
    assert report.grader.torch.count(".") == 2
    assert "+" not in report.grader.torch


def test_results_of_an_unloadable_file_are_all_skipped_for_the_one_reason(exercise):
    error = UnreadableSubmission("draft.py is not valid Python.", "Mend the line.", line=7)
    results = unloadable_results(exercise, Path("draft.py"), error)
    assert [item.id for item in results] == ["worked_example", "doubles"]
    assert {item.outcome for item in results} == {"skipped"}
    assert {item.message for item in results} == {"draft.py is not valid Python. Mend the line."}
    assert {item.location for item in results} == {Location("draft.py", 7)}
    assert sum(item.points for item in results) == 0
    assert [item.max_points for item in results] == [2, 8]


def test_unloadable_file_without_a_line_has_no_location(exercise):
    results = unloadable_results(exercise, Path("draft.py"), UnreadableSubmission("No file."))
    assert {item.location for item in results} == {None}
    assert {item.message for item in results} == {"No file."}


@pytest.mark.parametrize("feedback", ["full", *FEEDBACKS])
def test_report_is_valid_whatever_is_told(exercise, schema, feedback):
    report = report_of(exercise, result("visible"), result("hidden"), result(outcome="broken"))
    jsonschema.validate(json.loads(render(filtered(report, feedback), "json")), schema)


# ------------------------------------------------------------------------------ what it keeps


def test_full_feedback_changes_nothing(exercise):
    report = report_of(exercise, result("visible"), result("hidden"))
    assert filtered(report, "full") is report


HIDING = {
    "a call": {},
    "an exception": {"message": f"double raises ValueError: {SECRET}", "expected": None},
    "a crash": {"message": f"double ended the process {SECRET}"},
    "a fault of ours": {"outcome": "broken", "message": f"KeyError: {SECRET}", "call": None,
                        "expected": None, "actual": None},
}  # fmt: skip


@pytest.mark.parametrize("feedback", FEEDBACKS)
@pytest.mark.parametrize("what", HIDING)
def test_nothing_that_a_hidden_check_saw_is_told(exercise, what, feedback):
    report = filtered(report_of(exercise, result(**HIDING[what])), feedback)
    text = render(report, "json")
    assert SECRET not in text
    assert "4197" not in text  # neither as the seed, nor as a line chosen by the input
    check = report.checks[0]
    assert (check.message, check.call, check.expected, check.actual) == (None,) * 4
    assert check.location is None
    assert (report.output, report.grader.seed) == (None, None)


@pytest.mark.parametrize("feedback", FEEDBACKS)
def test_time_that_a_submission_could_choose_by_its_inputs_is_not_told(exercise, feedback):
    full = replace(
        report_of(exercise, result("visible", seconds=0.3), result(seconds=0.7)), seconds=12.345
    )
    told = filtered(full, feedback)
    assert [check.seconds for check in told.checks] == [0.3, 0.0]
    assert told.seconds == 12.0


@pytest.mark.parametrize("feedback", FEEDBACKS)
def test_title_outcome_and_points_are_always_told(exercise, feedback):
    check = filtered(report_of(exercise, result()), feedback).checks[0]
    assert (check.id, check.title) == ("hidden_check", "Every number is doubled.")
    assert (check.outcome, check.points, check.max_points) == ("failed", 0, 8)


@pytest.mark.parametrize("visibility", ["visible", "hidden"])
def test_advice_is_told_unless_only_the_outcome_is_asked_for(exercise, visibility):
    report = report_of(exercise, result(visibility))
    assert filtered(report, "advice").checks[0].mistake == RecognisedMistake("adds_two", ADVICE)
    assert filtered(report, "outcome").checks[0].mistake is None
    assert ADVICE not in render(filtered(report, "outcome"), "json")


@pytest.mark.parametrize("feedback", FEEDBACKS)
def test_visible_check_tells_everything_else(exercise, feedback):
    check = result("visible")
    told = filtered(report_of(exercise, check), feedback).checks[0]
    for field in ("message", "call", "expected", "actual", "location"):
        assert getattr(told, field) == getattr(check, field)


UNSUSPICIOUS = {
    "a limit": {"message": "stopped after 5 s in double"},
    "not written": {"message": "double is not written yet", "call": None},
    "skipped": {"outcome": "skipped", "message": "waits for a check that it needs", "call": None},
    "by hand": {"message": "double uses torch.add. Please add.", "call": None},
}


@pytest.mark.parametrize("feedback", FEEDBACKS)
@pytest.mark.parametrize("what", UNSUSPICIOUS)
def test_reason_that_holds_no_value_is_told(exercise, what, feedback):
    fields = UNSUSPICIOUS[what]
    told = filtered(report_of(exercise, result(**fields)), feedback).checks[0]
    assert told.message == fields["message"]


@pytest.mark.parametrize("message", ["stopped: double needs more than 512 MiB", "stopped"])
def test_limit_in_a_hidden_check_does_not_tell_its_call(exercise, message):
    told = filtered(report_of(exercise, result(message=message)), "advice").checks[0]
    assert told.message == message
    assert (told.call, told.expected, told.actual, told.location) == (None,) * 4
