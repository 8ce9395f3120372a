"""Stubs of small references: what travels, what does not, and what is refused."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from grader.course.stub import defined_functions, stub_source
from grader.errors import EXIT_FAULT, MalformedExercise

REFERENCE = '''\
"""Two functions.

Run `grade exercise01`.
"""

import math
from functools import cache, lru_cache

# BEGIN SOLUTION
import random

# END SOLUTION
import statistics

# BEGIN SOLUTION
SECRET = {"a": 1, "b": math.pi}
# END SOLUTION

GIVEN = 3

# BEGIN SOLUTION
HALF = 0.5
# END SOLUTION


@cache
def _given(x):
    return GIVEN * x


# BEGIN SOLUTION
@lru_cache
def secret(x):
    return SECRET["b"] * x


# END SOLUTION
def _also_given(x):
    return x


# BEGIN SOLUTION
class _Secret:
    value = 7


# END SOLUTION


def first(x):
    """Return something.

    >>> first(1)
    2
    """
    # BEGIN SOLUTION
    if x > 3:
        return secret(x)

    def inner(y):
        return y + _Secret.value

    return inner(x)
    # END SOLUTION


class Layer:
    """A layer."""

    # BEGIN SOLUTION
    scale = 0.125
    # END SOLUTION

    def forward(self, x):
        """Return what comes out."""
        # BEGIN SOLUTION
        return self.scale * x
        # END SOLUTION


async def second(x):
    """Return something else."""
    total = 0
    for item in x:
        # BEGIN SOLUTION
        total += item**2
        # END SOLUTION
    # BEGIN SOLUTION
    total = random.random() + statistics.mean([total])
    # END SOLUTION
    return total


# BEGIN SOLUTION
FIRST = first
# END SOLUTION
'''

STUB = '''\
"""Two functions.

Run `grade exercise01`.
"""

import math
from functools import cache, lru_cache

import statistics

GIVEN = 3


@cache
def _given(x):
    return GIVEN * x


def _also_given(x):
    return x


def first(x):
    """Return something.

    >>> first(1)
    2
    """
    raise NotImplementedError("first is not written yet")


class Layer:
    """A layer."""

    def forward(self, x):
        """Return what comes out."""
        raise NotImplementedError("forward is not written yet")


async def second(x):
    """Return something else."""
    total = 0
    for item in x:
        raise NotImplementedError("second is not written yet")
    raise NotImplementedError("second is not written yet")
    return total
'''


def formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=100", "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


def test_stub_source_replaces_regions_in_functions_and_removes_the_others() -> None:
    assert stub_source(REFERENCE) == STUB


def test_stub_source_gives_back_a_stub_as_it_is_when_nothing_is_left_to_remove() -> None:
    source = '"""Given."""\n\n\ndef _given(x):\n    return x\n'

    assert stub_source(source) == source


@pytest.mark.skipif(find_spec("ruff") is None, reason="ruff is not installed")
def test_stub_source_stays_formatted_when_the_reference_is() -> None:
    assert formatted(REFERENCE) == REFERENCE
    assert formatted(stub_source(REFERENCE)) == stub_source(REFERENCE)


def test_stub_source_takes_along_no_line_of_a_region() -> None:
    secret = False
    kept = set(stub_source(REFERENCE).splitlines())
    for line in REFERENCE.splitlines():
        secret = secret or line.strip() == "# BEGIN SOLUTION"
        if secret and line.strip():
            assert line not in kept
        secret = secret and line.strip() != "# END SOLUTION"


def test_stub_source_leaves_every_function_not_implemented() -> None:
    source = '''\
def one(x, *, y=1):
    """One."""
    # BEGIN SOLUTION
    return x
    # END SOLUTION


def two():
    """Two."""
    # BEGIN SOLUTION
    return 2
    # END SOLUTION
'''
    names: dict[str, object] = {}
    exec(stub_source(source), names)

    for name, arguments in (("one", (1,)), ("two", ())):
        with pytest.raises(NotImplementedError, match=f"^{name} is not written yet$"):
            names[name](*arguments)  # type: ignore[operator]


def test_stub_source_takes_markers_in_strings_for_text() -> None:
    source = (
        'def f():\n    """Write below\n    # BEGIN SOLUTION\n    """\n'
        "    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"
    )

    assert "# BEGIN SOLUTION" in ast.get_docstring(ast.parse(stub_source(source)).body[0])  # type: ignore[arg-type,operator]


def function(*lines: str) -> str:
    return "\n".join(["def f(x):", '    """F."""', *(f"    {line}" for line in lines), ""])


B, E = "# BEGIN SOLUTION", "# END SOLUTION"
MALFORMED = {
    "unclosed": (3, function(B, "return x")),
    "unopened": (4, function("return x", E)),
    "nested": (5, function(B, "y = 1", B, "return x", E, E)),
    "closed twice": (6, function(B, "return x", E, E)),
    "empty": (3, function(B, E, "return x")),
    "only a comment": (3, function(B, "# think", E, "return x")),
    "misspelt": (3, function("# BEGIN SOLUTIONS", "return x", E)),
    "lower case": (3, function("# begin solution", "return x", E)),
    "without a blank": (3, function("#BEGIN SOLUTION", "return x", E)),
    "with a dash": (5, function(B, "return x", "# END-SOLUTION")),
    "behind code": (3, function(f"y = 1  {B}", "return x", E)),
    "end not indented": (5, function(B, "return x") + f"{E}\n"),
    "begin not indented": (3, f'def f(x):\n    """F."""\n{B}\n    return x\n{E}\n'),
    "begin indented too far": (3, function(f"    {B}", "return x", f"    {E}")),
    "over the end of the function": (3, function(B, "return x") + f"def g():\n    pass\n    {E}\n"),
    "into a statement": (4, function("y = 1", B, "if x:", "    y = 2", f"{E}", "    y = 3")),
    "inside a statement": (4, function("y = [", B, "1,", E, "]", "return y")),
    "nothing marked": (1, function("return x")),
    "nothing marked in the second": (
        7,
        function(B, "return x", E) + '\ndef g():\n    """G."""\n    return 1\n',
    ),
    "no docstring": (1, f"def f(x):\n    {B}\n    return x\n    {E}\n"),
    "code before the region and no docstring": (
        1,
        f"def f(x):\n    y = 1\n    {B}\n    return x\n    {E}\n",
    ),
    "docstring marked": (1, f'def f(x):\n    {B}\n    """F."""\n    return x\n    {E}\n'),
    "no docstring in a given function": (1, f"def _f(x):\n    {B}\n    return x\n    {E}\n"),
    "not Python": (2, "def f(x):\n    return (\n"),
    "not Python without the solution": (1, f"if True:\n    {B}\n    x = 1\n    {E}\n"),
}


@pytest.mark.parametrize(("line", "source"), MALFORMED.values(), ids=MALFORMED.keys())
def test_stub_source_names_file_and_line_when_a_reference_is_malformed(
    line: int, source: str
) -> None:
    with pytest.raises(MalformedExercise) as raised:
        stub_source(source, path=Path("exercise01/reference.py"))

    assert raised.value.what.startswith(f"{Path('exercise01/reference.py')}:{line}: ")
    assert raised.value.remedy
    assert raised.value.exit_code == EXIT_FAULT


def test_defined_functions_gives_what_stands_at_module_level() -> None:
    source = "def a():\n  def b(): pass\nclass C:\n  def d(self): pass\nasync def e(): pass\n"

    assert defined_functions(source) == ("a", "e")
