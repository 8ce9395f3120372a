"""What a student may hand in as a notebook: its code cells, or one sentence."""

from __future__ import annotations

from grader.errors import UnreadableSubmission
from grader.submission.notebook_cells import MAX_CELLS, read_cells


def attempt(data: bytes) -> None:
    """Read the cells of a notebook.

    Raises:
        AssertionError: what comes out are no cells of code, in order.
    """
    try:
        cells = read_cells(data, "exercise03.ipynb")
    except UnreadableSubmission:
        return
    assert [cell.number for cell in cells] == list(range(1, len(cells) + 1))
    assert len(cells) <= MAX_CELLS
    assert all(cell.source.strip() and "\r" not in cell.source for cell in cells)
