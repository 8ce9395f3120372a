"""Decisions of a person about points, from a table that is given to `grade batch`."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

from grader.batch.platforms.tables import read_table
from grader.batch.results.gradebook import Override
from grader.errors import GraderError

COLUMNS = ("student", "exercise", "points", "why")


def read_overrides(
    path: Path, students: Collection[str], max_points: Mapping[str, int]
) -> tuple[Override, ...]:
    """The decisions in a table; `max_points` by exercise.

    Raises:
        GraderError: a line names nobody, or no possible points, or gives no reason.
    """
    table = read_table(path)
    header = [cell.strip().casefold() for cell in table.rows[0].cells]
    if set(COLUMNS) - set(header):
        raise GraderError(
            f"{path} has the columns {', '.join(table.rows[0].cells)}.",
            f"Its first line must be: {','.join(COLUMNS)}",
        )
    places = [header.index(name) for name in COLUMNS]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    decisions = []
    for number, row in enumerate(table.rows[1:], start=2):
        cells = [*row.cells, *[""] * len(header)]
        if not any(cell.strip() for cell in cells):
            continue
        student, exercise, points, why = (cells[place].strip() for place in places)
        where = f"{path}, line {number}"
        _require_known(where, "student", student, students)
        _require_known(where, "exercise", exercise, max_points)
        if not points.isdigit() or int(points) > max_points[exercise]:
            most = max_points[exercise]
            raise GraderError(
                f"{where}: '{points}' is not a whole number from 0 to {most}.",
                "Correct the points.",
            )
        if not why:
            raise GraderError(f"{where}: there is no reason.", "Write it in the column why.")
        decisions.append(Override(student, exercise, int(points), why, now))
    return tuple(decisions)


def _require_known(where: str, what: str, name: str, known: Collection[str]) -> None:
    if name in known:
        return
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.0)
    raise GraderError(
        f"{where}: there is no {what} '{name}'.",
        f"Did you mean {close[0]}?" if close else f"Check the {what}'s name.",
    )
