"""The law that the numbers of one failed check suggest, where nothing else is known of a function.

Students without the hidden checks have the visible ones alone, and each compares few numbers.
"""

from __future__ import annotations

import numpy as np

from grader.grading.explanations.array_laws import law_of_values
from grader.model import Comparison
from grader.sandbox.call import Call


def law_of_comparison(comparison: Comparison, call: Call) -> str:
    """The clause that says how the numbers of a check are wrong, empty where none is certain."""
    got, want = _numbers(comparison.actual), _numbers(comparison.expected)
    if got is None or want is None or got.shape != want.shape or not np.abs(want).any():
        return ""
    return law_of_values({0: got}, {0: want}, {0: call})


def _numbers(value: object) -> np.ndarray | None:
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):  # a name, or rows of different lengths
        return None
