"""What of a file is listed beside others, and how long it counts."""

from __future__ import annotations

import pytest

from grader.submission.listing import code_lines, listing

SOURCE = '''"""About the file."""

import math
from math import pi

# BEGIN SOLUTION
GAIN = 2  # a constant stays
# END SOLUTION


def double(x):
    """Give twice x.

    >>> double(1)
    """
    # why this is right
    return GAIN * x


def nothing():
    """Nothing is written here."""


if __name__ == "__main__":
    print(double(2))
'''


def test_listing_is_the_code_without_docstrings_imports_marks_and_self_checks():
    assert listing(SOURCE) == [
        "GAIN = 2  # a constant stays",
        "",
        "def double(x):",
        "    # why this is right",
        "    return GAIN * x",
        "",
        "def nothing():",
        '    """Nothing is written here."""',
    ]


def test_length_counts_neither_comments_nor_blank_lines():
    assert code_lines(SOURCE) == 5


@pytest.mark.parametrize("text", ["def f(:\n  x", "(" * 300, ""])
def test_listing_of_text_that_is_no_python_is_the_text(text):
    assert listing(text) == text.splitlines()
