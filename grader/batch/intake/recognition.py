"""The exercise of a file, by its name or, where that is unusual, by what it defines."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Mapping

from grader.batch.intake.archive_limits import IGNORED
from grader.errors import UnreadableSubmission
from grader.submission.notebook_cells import read_cells
from grader.submission.stub_state import is_stub

MAX_BYTES = 128 << 10  # more is not parsed: no answer is nearly as long
MAX_BRACES = 8_000  # the time that an f-string takes grows with the square of its parts
_EXACT = re.compile(r"(exercise\d\d)\.(py|ipynb)", re.ASCII)
# `exercise03 (1).py`, `Exercise_3.py`, `exercise03-copy.py.txt`
_LIKE = re.compile(
    r"exercise[ _-]?0*(\d{1,2})(?!\d).*\.(py|ipynb)(\.txt)?$", re.ASCII | re.IGNORECASE
)
_CODE = re.compile(r"\.(py|ipynb)(\.txt)?$", re.IGNORECASE)

# In a copy of the students' course: what is the course's own, not the student's.
COURSES_OWN = (*IGNORED, "stubs", "data", "wheels", "venv", "site-packages", "node_modules")

Functions = Mapping[str, Collection[str]]  # by the name of the exercise


def exact_exercise(name: str) -> str | None:
    """The exercise of a file that is called as it should be."""
    found = _EXACT.fullmatch(name)
    return found[1] if found else None


def like_exercise(name: str) -> str | None:
    """The exercise that the name of a file resembles."""
    found = _LIKE.match(name)
    return f"exercise{int(found[1]):02d}" if found else None


def code_suffix(name: str) -> str | None:
    """`.py` or `.ipynb`, also of a file that a mailer or browser has called .py.txt."""
    found = _CODE.search(name)
    return f".{found[1].lower()}" if found else None


def recognise_exercise(name: str, data: bytes, exercises: Functions) -> str | None:
    """The one exercise whose functions a file defines; None where that is none, or not one.

    Of several the one counts that the file is called like. At most 128 KiB are parsed, and
    nothing is run.
    """
    suffix = code_suffix(name)
    if suffix is None or not is_parsable(data):
        return None
    defined = _defined(data, suffix)
    found = [exercise for exercise, functions in exercises.items() if defined & set(functions)]
    if len(found) > 1:
        found = [exercise for exercise in found if exercise == like_exercise(name)]
    return found[0] if len(found) == 1 else None


def is_parsable(data: bytes) -> bool:
    """True if parsing ends soon, whatever the file holds."""
    return len(data) <= MAX_BYTES and data.count(b"{") <= MAX_BRACES


def is_unwritten(name: str, data: bytes, functions: Collection[str]) -> bool:
    """True if it is the stub that students get."""
    return is_parsable(data) and is_stub(data, functions, code_suffix(name) or ".py")


def _defined(data: bytes, suffix: str) -> set[str]:
    """The functions that a file or the cells of a notebook define at the top."""
    try:
        sources = [cell.source for cell in read_cells(data, "")] if suffix == ".ipynb" else [data]
    except (UnreadableSubmission, ValueError, RecursionError):
        return set()
    return {name for source in sources for name in _functions(source)}


def _functions(source: str | bytes) -> set[str]:
    try:
        with warnings.catch_warnings(action="ignore"):  # of "\d" in a string
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
