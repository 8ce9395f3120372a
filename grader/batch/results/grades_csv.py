"""grades.csv: a line for each student and exercise, as it is graded and decided."""

from __future__ import annotations

from collections.abc import Mapping

from grader.batch.results.gradebook import Override, Row
from grader.report.sanitize import csv_line

COLUMNS = (
    "student", "exercise", "points", "max_points", "status", "official", "submitted_at", "late",
    "note", "submission_sha256", "graded_at",
)  # fmt: skip


def grades_csv(lines: Mapping[tuple[str, str], str]) -> str:
    """The table of grades: the lines of all students and exercises, in their order."""
    heading = ",".join(COLUMNS)
    return "".join([f"{heading}\n", *(lines[key] for key in sorted(lines))])


def grade_line(
    row: Row, *, submitted_at: str = "", late: int = 0, override: Override | None = None
) -> str:
    """The line of one student and exercise in the table of grades.

    `late` are minutes after due, 0 where that is not known; then the cell is empty, as it is for
    who was in time.
    """
    note, points = row.note, row.points
    if override is not None:
        points = override.points
        note = "; ".join(filter(None, (note, override_note(override, row.points))))
    facts = {"official": str(row.official).lower(), "submitted_at": submitted_at}
    facts |= {"late": str(late or ""), "note": note, "points": str(points)}
    return csv_line([facts.get(name, getattr(row, name, None)) for name in COLUMNS])


def override_note(override: Override, graded: int | None) -> str:
    """The note on a person's decision wherever its points are shown."""
    instead = f" instead of {graded}" if graded is not None and graded != override.points else ""
    return f"{override.points} points{instead}, decided by a person: {override.why}"
