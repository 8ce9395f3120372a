"""Reports: what they add up to, and how they are read again."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import msgspec
import pytest

from grader.course.course import Course, load_exercise
from grader.errors import UnreadableSubmission
from grader.model import CheckResult, Location, RecognisedMistake, SubmissionFacts
from grader.report.build import EXIT_CODES, as_report, read_report, unloadable_results
from grader.report.feedback import redact
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
    assert report.schema == "unsaturated/report/2"
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
    error = UnreadableSubmission("draft.py is not valid Python.", "Fix this line.", line=7)
    results = unloadable_results(exercise, Path("draft.py"), error)
    assert [item.id for item in results] == ["worked_example", "doubles"]
    assert {item.outcome for item in results} == {"skipped"}
    assert {item.message for item in results} == {"draft.py is not valid Python. Fix this line."}
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
    jsonschema.validate(json.loads(render(redact(report, feedback), "json")), schema)


def test_report_of_schema_1_is_read_as_far_as_it_goes(exercise):
    report = report_of(exercise, result(message="runs on submission"), result("visible"))
    old = json.loads(msgspec.json.encode(report)) | {"schema": "unsaturated/report/1"}
    for check in old["checks"]:
        del check["reason"], check["comparison"]
    del old["explanations"]
    read = read_report(json.dumps(old))
    assert read.schema == "unsaturated/report/2"
    assert [check.reason for check in read.checks] == ["runs_on_submission", None]
    assert (read.explanations, read.checks[0].comparison) == ((), None)
    assert read.checks[1] == report.checks[1]
