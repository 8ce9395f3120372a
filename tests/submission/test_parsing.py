"""What reading a stranger's file may cost, and files that were written to be dear to read."""

from __future__ import annotations

import ast
import contextlib
import json
import subprocess
import sys
import time

import pytest

from grader.errors import UnreadableSubmission
from grader.submission.dotted_names import MAX_STEPS
from grader.submission.forbidden_names import TOO_INTRICATE, find_shortcuts
from grader.submission.notebook_cells import read_cells
from grader.submission.parsing import (
    MAX_BRACES,
    MAX_CODE_BYTES,
    MAX_NODES,
    MAX_NOTEBOOK_BYTES,
    parse,
    require_compilable,
)
from grader.submission.student_files import MAX_SIBLINGS
from grader.submission.submission import read_submission

SECONDS = 20.0  # the worst takes less than two on a machine with nothing else to do
ANSWER = "def double(x):\n    return x + x\n"
FINALLY = "".join(f"{' ' * n}try:\n{' ' * n} pass\n{' ' * n}finally:\n" for n in range(18))
_MANY = "   continue\n" * 5000, "   x = 1\n" * 5000
JUMPS = f"def f():\n for x in y:\n  try:\n{_MANY[0]}  finally:\n{_MANY[1]}"


def dear(name: str) -> str:
    """A file of at most 128 KiB that is dear to parse, to compile or to search."""
    names = "    x = torch\n    x = torch.nn\n    x = getattr\n"
    names += "    a = b\n    b = c\n    c = x\n"  # settles in the last round alone
    lead = f"import torch\ndef double(y):\n{names}    z = "
    entries = "[" + "x," * 10_000 + "]"
    return {
        "fields of an f-string": "f'" + "{a}" * 43_000 + "'",
        "statements": "a;" * 65_000,
        "finally in finally": f"{FINALLY}{' ' * 18}x = 1\n",
        "jumps out of a finally": JUMPS,
        "named expressions": lead + "".join(f"(q{n}:=" for n in range(90)) + entries + ")" * 90,
        "functions in functions": lead + "lambda:(" * 80 + entries + ")" * 80,
        "attributes": lead + "0\n" + ("    x" + ".a" * 16 + "\n") * 1000,
        "getattr of getattr": lead + "0\n" + ("    " + "x(" * 20 + "x" + ",'a')" * 20 + "\n") * 300,
        "imports of a sibling": "import gates\n" * 10_000 + ANSWER,
    }[name]


DEAR = (
    "fields of an f-string",
    "statements",
    "finally in finally",
    "jumps out of a finally",
    "named expressions",
    "functions in functions",
    "attributes",
    "getattr of getattr",
    "imports of a sibling",
)


@pytest.fixture
def exercise(toy_course):
    from grader.course.course import Course, load_exercise

    return load_exercise(Course(toy_course), "exercise01")


@pytest.mark.parametrize("name", DEAR)
@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_dear_file_is_read_and_searched_in_time(exercise, tmp_path, as_notebook, name, suffix):
    path = tmp_path / f"exercise01{suffix}"
    source = dear(name)
    assert len(source) <= MAX_CODE_BYTES
    path.write_bytes(as_notebook(source) if suffix == ".ipynb" else source.encode())
    for number in range(MAX_SIBLINGS):
        sibling = "gates" if number == 0 else f"gates{number}"
        (tmp_path / f"{sibling}.py").write_text("def given(x):\n    return x\n" * 4000)
    start = time.monotonic()
    with contextlib.suppress(UnreadableSubmission):
        submission = read_submission(path, exercise)
        own = submission.imported_names()
        assert own == ({"given"} if "sibling" in name else set())
        find_shortcuts(submission.tree, ("double",), ("torch.autograd", ".backward"))
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("fields of an f-string", f"it has more than {MAX_BRACES:,} opening braces."),
        ("statements", f"it has more than {MAX_NODES:,} syntax nodes."),
        ("finally in finally", "it nests `finally` too deeply."),
        ("jumps out of a finally", "it nests `finally` too deeply."),
    ],
)
def test_file_that_is_too_dear_is_refused_in_one_sentence(exercise, tmp_path, name, reason):
    path = tmp_path / "exercise01.py"
    path.write_text(dear(name))
    with pytest.raises(UnreadableSubmission) as caught:
        read_submission(path, exercise)
    assert caught.value.what == f"exercise01.py cannot be parsed: {reason}"


def test_honest_finally_is_compiled():
    source = "def f(x):\n" + "    try:\n        return x\n    finally:\n        print(x)\n" * 200
    require_compilable(parse(source, "a.py"), "a.py")


def test_search_that_would_take_too_long_ends_with_a_sentence():
    tree = ast.parse(dear("named expressions"))
    found = find_shortcuts(tree, ("double",), ("torch.nn.init",))
    assert [(one.name, one.function) for one in found] == [(TOO_INTRICATE, "double")]


def test_steps_are_enough_for_the_longest_file_that_people_write():
    source = "import torch\n\n\n" + "".join(
        f"def f{number}(x, y):\n    h = torch.tanh(x @ y)\n    return h.mean(0) + x.std(0)\n\n\n"
        for number in range(1000)
    )
    assert len(source) < MAX_CODE_BYTES
    assert 2 * sum(1 for _ in ast.walk(parse(source, "a.py"))) < MAX_STEPS
    assert find_shortcuts(ast.parse(source), ("f1", "f2"), ("torch.nn",)) == ()


def test_siblings_together_are_parsed_up_to_the_size_of_one_file(exercise, tmp_path):
    path = tmp_path / "exercise01.py"
    names = [f"s{number:02}" for number in range(10)]
    path.write_text("".join(f"import {name}\n" for name in names) + ANSWER)
    for name in names:
        (tmp_path / f"{name}.py").write_text(f"def {name}(): pass\n" + "#" * (MAX_CODE_BYTES // 4))
    found = read_submission(path, exercise).imported_names()
    assert found == {"s00", "s01", "s02"}


LARGE_NOTEBOOKS = {
    "cells": b'{"nbformat":4,"cells":[' + b'{"cell_type":"x"},' * 460_000 + b'{"cell_type":"x"}]}',
    "lines": b'{"nbformat":4,"cells":[{"cell_type":"","source":[' + b'"",' * 2_700_000 + b'""]}]}',
    "a text": b'{"nbformat":4,"x":NaN,"y":"' + b"\\\\" * 4_000_000 + b'","cells":[]}',
    "no numbers": b'{"nbformat":4,"x":[' + b"NaN," * 2_000_000 + b'1],"cells":[]}',
    "texts": b'{"nbformat":4,"x":NaN,"y":[' + b'"",' * 2_700_000 + b'1],"cells":[]}',
}
MEASURE = """
import resource, sys
from grader.submission.notebook_cells import read_cells
data = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read_cells(data, "a.ipynb")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux tells it")
@pytest.mark.parametrize("name", LARGE_NOTEBOOKS)
def test_largest_notebook_takes_little_memory(environment, name):
    data = LARGE_NOTEBOOKS[name]
    assert 0.9 * MAX_NOTEBOOK_BYTES < len(data) <= MAX_NOTEBOOK_BYTES
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=data, capture_output=True, env=environment
    )
    assert time.monotonic() - start < 2 * SECONDS
    assert int(done.stdout) < 160, done.stderr


def test_numbers_that_json_does_not_know_are_read_over():
    cell = {"cell_type": "code", "source": "x = 'NaN'", "outputs": [float("nan"), -float("inf")]}
    data = json.dumps({"nbformat": 4, "cells": [cell], "x": "a \\ NaN", "y": float("inf")})
    assert [one.source for one in read_cells(data.encode(), "a.ipynb")] == ["x = 'NaN'"]
