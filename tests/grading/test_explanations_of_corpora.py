"""What is said of whole submissions: nothing of right ones, of wrong ones what their headers say.

A sample of tests/honest and tests/wrong, each graded once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course.course import find_course, load_exercise
from grader.grading.grade import grade
from grader.model import Report
from grader.submission.submission import read_submission

TESTS = Path(__file__).parents[1]
COURSE = find_course(TESTS)
HONEST = sorted((TESTS / "honest").glob("exercise[0-9][0-9]/*.py"))[4::24]
WRONG = sorted((TESTS / "wrong").glob("exercise[0-9][0-9]/*.py"))[::12]
# Files that are told other names than their header has, and why that is no false name.
KNOWN_DIFFERENT: dict[str, str] = {}


def name_of(path: Path) -> str:
    """exercise01/no_square"""
    return f"{path.parent.name}/{path.stem}"


@pytest.fixture(scope="module")
def graded(launcher) -> Callable[[Path], Report]:
    """Grade a file of a corpus as the exercise of its folder."""

    def report(path: Path) -> Report:
        exercise = load_exercise(COURSE, path.parent.name)
        return grade(exercise, read_submission(path, exercise), launcher, shrink=False)

    return report


@pytest.mark.parametrize("path", HONEST, ids=name_of)
def test_nothing_is_explained_of_a_submission_that_is_right(path, graded):
    report = graded(path)
    assert report.status == "passed"
    assert report.explanations == ()


@pytest.mark.parametrize("path", WRONG, ids=name_of)
def test_only_wrong_functions_are_explained_and_by_no_false_name(path, graded):
    source = path.read_text("utf-8")
    wrong = set(re.findall(r"^# WRONG: *(\w+):", source, re.M))
    names = {
        name for line in re.findall(r"^# NAMES: (.+)$", source, re.M) for name in line.split(" + ")
    }
    explanations = graded(path).explanations
    assert {one.function for one in explanations} <= wrong
    if names and len(wrong) == 1 and name_of(path) not in KNOWN_DIFFERENT:
        assert {name for one in explanations for name in one.mistakes} <= names
    for one in explanations:
        assert one.text
        assert one.kind != "mistake" or one.mistakes


def test_exceptions_are_files_of_the_sample_and_have_their_reason():
    assert set(KNOWN_DIFFERENT) <= {name_of(path) for path in WRONG}
    assert all(KNOWN_DIFFERENT.values())
