"""`hint()` and `status()` where code runs without a file of the course: words speak of cells."""

from __future__ import annotations

import subprocess
import sys

import pytest

CELLS = """
from grader import check, hint, status


def double(x):
    return x * x


hint("exercise01")
print("=====")
hint("1")
print("=====")
check("1")
print("=====")
status()
print("=====")
hint("exercise01", "treble")
print("=====")
hint("exercise77")
"""


@pytest.fixture
def shown(toy_course, environment):
    """What each cell shows, and what goes to standard error."""
    file = toy_course / "cells.py"
    file.write_text(CELLS, "utf-8")
    done = subprocess.run(
        [sys.executable, str(file)],
        cwd=toy_course,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("=====\n")


def test_hints_and_status_are_about_the_functions_as_they_are(shown):
    place, reason, _, board, unknown_function, unknown_exercise = shown
    assert "Look at cells.py" in place
    assert "multiplied by itself" in " ".join(reason.split())
    assert "> exercise01" in board
    assert "under way" in board
    for text in (place, reason, board):
        assert 'check("exercise01")' in text
        assert "grade " not in text
    assert unknown_function == "exercise01 has no function treble. It has: double.\n"
    assert "exercise77" in unknown_exercise
