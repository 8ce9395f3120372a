"""A complete course with one tiny exercise, for tests that need a real one.

`make_course(root)` writes both folders, as an author has them after `grade release`:

    solutions/exercise01/   reference, two checks, two mistakes
    exercises/exercise01/   what a student gets: the lesson, the visible check, the stub

The one function is `double(x)`: a tensor in, the tensor 2x out. A submission that squares is
recognised as the mistake `squares`, one that adds two as `adds_two`, and one that triples fails
without being recognised. Two points are visible, eight are hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

EXERCISE = """\
title = "{title}"
hints = ["How far is 2x from x?", "Add x to itself.", "x + x, or 2 times x."]

[functions]
double = "tensor"

[[checks]]
id = "worked_example"
points = 2

[[checks]]
id = "doubles"
points = 8
"""

README = "# {title}\n\nWrite `double(x)`, which gives twice its input.\n"

REFERENCE = '''\
"""{title}: twice the input."""

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """Return 2x, of the shape of x.

    >>> double(torch.tensor([1.5]))
    tensor([3.])
    """
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION
'''

STUB = '''\
"""{title}: twice the input."""

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """Return 2x, of the shape of x.

    >>> double(torch.tensor([1.5]))
    tensor([3.])
    """
    raise NotImplementedError("double is not written yet")
'''

TEST_EXAMPLES = '''\
import torch

from grader.checks import PLAIN, assert_close


def test_worked_example(student, reference):
    """The worked example comes out."""
    x = torch.tensor([1.5, 3.0], dtype=torch.float64)
    assert_close(student.double(x), reference.double(x), of="double", tolerance=PLAIN)
'''

TEST_HIDDEN = '''\
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from grader.checks import PLAIN, assert_close, probe

PROBES = (probe("double", torch.tensor([[-1.0, 0.5], [0.0, 7.0]], dtype=torch.float64)),)


@example(number=3.0)
@given(number=st.floats(-10, 10).map(lambda number: round(number, 1)))
def test_doubles(student, reference, number):
    """Every number is doubled."""
    x = torch.tensor([number], dtype=torch.float64)
    assert_close(student.double(x), reference.double(x), of="double", tolerance=PLAIN)
'''

SQUARES = '''\
"""It looks as if x were multiplied by itself. What is the double of 3, and what its square?"""


def double(x):
    return x * x
'''

ADDS_TWO = '''\
"""It looks as if two were added to x. Is the double of 0 still 0?"""


def double(x):
    return x + 2
'''

AUTHORED: Mapping[str, str] = {
    "exercise.toml": EXERCISE,
    "README.md": README,
    "reference.py": REFERENCE,
    "test_examples.py": TEST_EXAMPLES,
    "test_hidden.py": TEST_HIDDEN,
    "mistakes/squares.py": SQUARES,
    "mistakes/adds_two.py": ADDS_TWO,
}
RELEASED = ("exercise.toml", "README.md", "test_examples.py")


def make_course(root: Path) -> Path:
    """Write a course with exercise01, "Doubling", into the folder `root`; give `root`."""
    make_exercise(root, "exercise01", title="Doubling")
    return root


def make_exercise(root: Path, name: str, *, title: str) -> Path:
    """Write one more exercise of the same content; give the file that the student edits."""
    for file_name, text in AUTHORED.items():
        _write(root / "solutions" / name / file_name, text, title)
    released = root / "exercises" / name
    for file_name in RELEASED:
        _write(released / file_name, AUTHORED[file_name], title)
    _write(released / f"{name}.py", STUB, title)
    return released / f"{name}.py"


def answer(expression: str) -> str:
    """The text of a submission whose `double(x)` returns the expression, such as `2 * x`."""
    return f"import torch\n\n\ndef double(x):\n    return {expression}\n"


def _write(path: Path, text: str, title: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("{title}", title), "utf-8")
