"""Words on where to look in the student's own program; the change itself is never told."""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Location

KINDS = {
    "name": "one name there is not the right one",
    "operator": "one operator there is not the right one",
    "sign": "one sign there is not the right one",
    "number": "one number there is not the right one",
    "axis": "one axis there is not the right one",
    "comparison": "one comparison there is not the right one",
    "function": "one function there is not the right one",
    "order": "the order of two things there is not the right one",
    "correction": "the correction there is not the right one",
    "shape": "the shape of one value there is not the right one",
    "missing": "something is missing there",
    "surplus": "something there is superfluous",
}
ANY = "one small thing there is not right"


def suspect(of: str, places: Sequence[Location], kind: str) -> str:
    """The line on which one change makes a quantity right, or the lines that tie."""
    return f"For {of}, look {_where(places)}: {KINDS.get(kind, ANY)}."


def _where(places: Sequence[Location]) -> str:
    first, last = places[0], places[-1]
    cell = f"in cell {first.cell} " if first.cell is not None else ""
    if first == last:
        return f"{cell}at line {first.line}"
    if first.cell != last.cell:
        ends = (f"line {place.line} in cell {place.cell}" for place in (first, last))
        return f"between {' and '.join(ends)}"
    return f"{cell}between lines {first.line} and {last.line}"
