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
def unloadable(toy_course):
    """A course whose one file cannot be loaded: reported in a moment, since torch is not needed."""
    own = toy_course / "exercises" / "exercise01" / "exercise01.py"
    own.write_text("def double(x)\n    return 2 * x\n", "utf-8")
    return toy_course


def test_gradescope_exits_zero_when_a_wrong_file_is_graded(unloadable, run_grade):
    done = run_grade("--all", "--format", "gradescope", "--output", "results.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    result = json.loads((unloadable / "results.json").read_text("utf-8"))
    assert [test["score"] for test in result["tests"]] == [0, 0]
    assert "not valid Python" in result["output"]


@pytest.mark.usefixtures("unloadable")
def test_classroom50_reads_the_submission_from_the_environment(run_grade):
    done = run_grade("1", "--format", "classroom50", **CLASSROOM50)
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert (result["owner"], result["datetime"]) == ("ada", "2026-11-22T10:30:00Z")
    assert (result["score"], result["max-score"]) == (0, 10)


def test_classroom50_says_at_once_what_the_environment_lacks(run_grade):
    done = run_grade("1", "--format", "classroom50")
    assert (done.returncode, done.stdout) == (2, "")
    assert "lacks GRADE_SUBMITTED_AT, CLASSROOM" in done.stderr


def test_all_exercises_make_one_document(toy, unloadable, run_grade):
    own = toy.make_exercise(unloadable, "exercise02", title="Twice")
    own.write_text("nothing of it")
    junit = run_grade("--all", "--format", "junit")
    suites = xml.fromstring(junit.stdout).findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["exercise01", "exercise02"]
    lines = run_grade("--all", "--format", "json")
    assert [json.loads(line)["status"] for line in lines.stdout.splitlines()] == ["unloadable"] * 2
    assert junit.returncode == lines.returncode == 3


def test_github_adds_to_the_summary_of_the_job(unloadable, run_grade):
    summary = unloadable / "summary.md"
    summary.write_text("# Before\n")
    done = run_grade("1", "--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 3
    assert "::error file=exercises/exercise01/exercise01.py,line=1" in done.stdout
    assert summary.read_text("utf-8").startswith("# Before\n## exercise01 Doubling: 0 of 10")
