"""What a student may hand in as code: a submission that can be asked, or one sentence.

The first byte says what it is handed in as: `n` a notebook whose one code cell is the rest, `j` a
notebook, anything else a Python file.
"""

from __future__ import annotations

import json
from pathlib import Path

from grader.errors import UnreadableSubmission
from grader.model import Exercise, Limits
from grader.submission.student_files import Files
from grader.submission.submission import parse_submission

FUNCTION = "double"
EXERCISE = Exercise(
    name="exercise01",
    title="Doubling",
    functions={FUNCTION: "number"},
    checks=(),
    hints=(),
    limits=Limits(),
    by_hand=None,
    authored=None,
    released=Path("exercises/exercise01"),
)


def attempt(data: bytes) -> None:
    """Parse a submission, and ask it where things are.

    Raises:
        AssertionError: its answers contradict each other.
    """
    kind, rest = data[:1], data[1:]
    path = Path("exercise01.ipynb" if kind in (b"n", b"j") else "exercise01.py")
    content = _notebook(rest) if kind == b"n" else rest
    files = Files(content, {"gates.py": rest})
    try:
        submission = parse_submission(path, files, EXERCISE)
    except UnreadableSubmission:
        return
    line = submission.line_of(FUNCTION)
    if line is not None:
        assert (submission.locate(line).line or 0) > 0
    submission.why_missing(FUNCTION)
    submission.imported_names()
    assert FUNCTION not in submission.functions_used_by(FUNCTION)
    submission.parameters_of(FUNCTION)


def _notebook(code: bytes) -> bytes:
    cell = {"cell_type": "code", "source": code.decode("utf-8", "replace")}
    return json.dumps({"nbformat": 4, "cells": [cell]}).encode()
