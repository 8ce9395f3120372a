"""`--format` from end to end: one document for a platform, and the exit code it expects."""

from __future__ import annotations

import json
from xml.etree import ElementTree as xml

import pytest

CLASSROOM50 = {
    "CLASSROOM": "nets",
    "ASSIGNMENT": "week3",
    "OWNER": "ada",
    "SUBMISSION_TAG": "submit/1",
    "COMMIT_URL": "https://example.org/c",
    "RELEASE_URL": "https://example.org/r",
    "GRADE_SUBMITTED_AT": "2026-11-22T11:30:00+01:00",
}


@pytest.fixture
def wrong(toy_course, toy):
    """A course with two exercises: one answered wrongly, one a stub."""
    own = toy_course / "exercises" / "exercise01" / "exercise01.py"
    own.write_text(toy.answer("x * x"), "utf-8")
    toy.make_exercise(toy_course, "exercise02", title="Twice")
    return toy_course


def test_gradescope_exits_zero_when_a_wrong_answer_is_graded(wrong, run_grade):
    done = run_grade("--all", "--format", "gradescope", "--output", "results.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    result = json.loads((wrong / "results.json").read_text("utf-8"))
    assert [test["score"] for test in result["tests"]] == [0, 0, 0, 0]


@pytest.mark.usefixtures("wrong")
def test_classroom50_reads_the_submission_from_the_environment(run_grade):
    done = run_grade("1", "--format", "classroom50", **CLASSROOM50)
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert (result["owner"], result["datetime"]) == ("ada", "2026-11-22T10:30:00Z")
    assert (result["score"], result["max-score"]) == (0, 10)


@pytest.mark.usefixtures("wrong")
def test_classroom50_says_at_once_what_the_environment_lacks(run_grade):
    done = run_grade("1", "--format", "classroom50")
    assert (done.returncode, done.stdout) == (2, "")
    assert "lacks GRADE_SUBMITTED_AT, CLASSROOM" in done.stderr


@pytest.mark.usefixtures("wrong")
def test_junit_of_all_exercises_is_one_document(run_grade):
    done = run_grade("--all", "--format", "junit")
    assert done.returncode == 1
    suites = xml.fromstring(done.stdout).findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["exercise01", "exercise02"]


@pytest.mark.usefixtures("wrong")
def test_json_of_all_exercises_is_one_object_a_line(run_grade):
    done = run_grade("--all", "--format", "json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["status"] for line in lines] == ["failed", "not_started"]


def test_github_adds_to_the_summary_of_the_job(wrong, run_grade):
    summary = wrong / "summary.md"
    summary.write_text("# Before\n")
    done = run_grade("1", "--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1
    assert "::error file=exercises/exercise01/exercise01.py,line=4" in done.stdout
    assert summary.read_text("utf-8").startswith("# Before\n## exercise01 Doubling: 0 of 10")
