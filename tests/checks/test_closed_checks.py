"""The course's own checks are told on replies alone: otherwise nothing would be saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.checks.closed_checks import is_closed, reads_exceptions

FILES = sorted((Path(__file__).parents[2] / "solutions").glob("exercise*/test_*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_files_of_the_course_are_closed(path):
    assert is_closed(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "from datetime import datetime",
        "import random as torch",
        "from . import other",
        "from functools import cache",
        "def f():\n    global n",
        "def f():\n    import os",
        "open('/dev/null')",
        "def (",
    ],
)
def test_file_that_reads_more_is_open(text):
    assert not is_closed(text)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("try:\n    f()\nexcept ValueError as error:\n    print(error)", True),
        ("seen.failure", True),
        ("*_, failure = student.observe_call(call)", True),
        ("getattr(seen, 'failure')", True),
        ("assert_raises(student, 'f', error='ValueError')", False),
        ("student.observe('f').value", False),
    ],
)
def test_exceptions_may_be_read_where_they_can_be_had(text, reads):
    assert reads_exceptions(text) is reads
