"""The scores that a regrade has changed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.batch.results.gradebook import Row
from grader.report.layout import one_line
from grader.report.sanitize import clean

NOTHING = "No score has changed.\n"


def regrades_as_text(pairs: Iterable[tuple[Row, Row]]) -> str:
    """A line for each pair of an older and a newer row that differ in points or status."""
    lines = [
        _as_line(older, newer)
        for older, newer in pairs
        if (older.points, older.status) != (newer.points, newer.status)
    ]
    return "".join(lines) or NOTHING


def _as_line(older: Row, newer: Row) -> str:
    student = one_line(clean(newer.student))
    old, new = (f"{row.points} ({row.status.replace('_', ' ')})" for row in (older, newer))
    reasons = list(_reasons(older, newer)) or ["nothing that grading depends on; compare both runs"]
    return f"{newer.graded_at}  {student}  {newer.exercise}  {old} to {new}: {', '.join(reasons)}\n"


def _reasons(older: Row, newer: Row) -> Iterator[str]:
    """The differences in what the two scores follow from."""
    if older.submission_sha256 != newer.submission_sha256:
        yield "submission changed"
    elif _differ(older.files_sha256, newer.files_sha256):
        yield "file beside the submission changed"
    if _differ(older.course_sha256, newer.course_sha256):
        yield "course changed"
    if _differ(older.grader_version, newer.grader_version):
        yield f"grader version changed ({older.grader_version} to {newer.grader_version})"
    if _differ(older.seed, newer.seed):
        yield "seed changed"


def _differ(older: str | int | None, newer: str | int | None) -> bool:
    """True if both are known, and not the same."""
    return older is not None and newer is not None and older != newer
