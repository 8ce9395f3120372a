"""Every score that a regrade changed is listed with the reason, and no other."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from grader.batch.results.gradebook import Row
from grader.batch.results.regrades import NOTHING, regrades_as_text

OLDER = Row(
    student="alice",
    exercise="exercise01",
    points=4,
    max_points=10,
    status="failed",
    submission_sha256="ab",
    graded_at="2026-11-03T10:00:00+00:00",
    official=True,
    note="",
    files_sha256="cd",
    course_sha256="ef",
    grader_version="0.1.0",
    seed=0,
)


def told(older: Row = OLDER, **changes: Any) -> str:
    newer = replace(OLDER, points=10, status="passed", graded_at="later", **changes)
    return regrades_as_text([(older, newer)])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"submission_sha256": "xx", "files_sha256": "yy"}, "submission changed"),
        ({"files_sha256": "yy"}, "file beside the submission changed"),
        ({"course_sha256": "xx"}, "course changed"),
        ({"grader_version": "0.2.0"}, "grader version changed (0.1.0 to 0.2.0)"),
        ({"seed": 7}, "seed changed"),
        ({"course_sha256": "xx", "seed": 7}, "course changed, seed changed"),
        ({}, "nothing that grading depends on; compare both runs"),
    ],
)
def test_changed_score_is_told_with_its_reason(changes: dict[str, Any], why: str) -> None:
    assert told(**changes) == f"later  alice  exercise01  4 (failed) to 10 (passed): {why}\n"


def test_reason_that_an_older_gradebook_does_not_know_is_not_made_up() -> None:
    older = replace(OLDER, course_sha256=None, files_sha256=None)
    assert "course changed" not in told(older)


def test_score_that_stays_is_not_listed() -> None:
    newer = replace(OLDER, submission_sha256="xx", graded_at="later")
    assert regrades_as_text([(OLDER, newer)]) == regrades_as_text([]) == NOTHING


def test_status_that_changed_is_listed_even_with_the_same_points() -> None:
    newer = replace(OLDER, status="limit", graded_at="later", seed=1)
    line = "later  alice  exercise01  4 (failed) to 4 (limit): seed changed\n"
    assert regrades_as_text([(OLDER, newer)]) == line


def test_name_of_a_student_cannot_move_the_cursor() -> None:
    newer = replace(OLDER, student="a\x1b[2J\nb", points=5)
    text = regrades_as_text([(OLDER, newer)])
    assert text.count("\n") == 1
    assert "\x1b" not in text
