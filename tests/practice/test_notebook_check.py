"""`check()` in a real kernel: a notebook is run from top to bottom, then looked at."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader import check
from grader.practice import notebook_check

EXECUTE = """
import sys
import nbformat
from nbclient import NotebookClient
source, target, folder = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
resources = {"metadata": {"path": folder}}
NotebookClient(notebook, timeout=120, allow_errors=True, resources=resources).execute()
nbformat.write(notebook, target)
"""
DISTURBED = """
import random, sys, threading, warnings
import numpy, torch
def state():
    drawn = random.getstate(), *numpy.random.get_state()[1], *torch.get_rng_state().tolist()
    return drawn, torch.get_num_threads(), len(warnings.filters), threading.active_count()
random.seed(4); numpy.random.seed(5); torch.manual_seed(6); torch.set_num_threads(2)
torch.allclose = torch.equal = lambda *_, **__: True
double(torch.ones(2))
before = state()
points = check("1")
print(before == state(), "pytest" in sys.modules, "hypothesis" in sys.modules)
"""
# The first process of the service is started by Python; the next one need not be.
KILLED = """
import os, sys
import grader.practice.notebook_check as n
n._service._process.kill()
sys.executable = os.environ["NEXT_PYTHON"]
check("1")
"""
CELLS = {
    "too early": 'from grader import check\ncheck("exercise01")',
    "imports": "%matplotlib inline\nimport torch\nimport slow_to_import_if_at_all",
    "constant": "import torch\nFACTOR = 3",
    "wrong": 'def double(x):\n    # three of it\n    return FACTOR * x\n\ncheck("exercise01")',
    "mended": "FACTOR = 2",
    "right": 'points = check("exercise01", points=2.5)\nprint(points + 1, type(points).__mro__[1])',
    "value": "points",
    "half": 'def double(x):\n    return 2 * x if len(x) == 2 else x\ncheck("1", points=5)',
    "undisturbed": DISTURBED,
    "unknown": 'check("exercise77")',
    "killed": KILLED,
    "markup": 'def double(x):\n    raise ValueError("<script>alert(1)\\x1b[31m")\ncheck("1")',
    "odd points": 'check("1", points=float("nan"))',
    "gone": 'del double\ncheck("1")',
}


@pytest.fixture(scope="module")
def cells(toy, tmp_path_factory, as_notebook, environment, warm_python):
    """The outputs of each cell, by its name."""
    folder = tmp_path_factory.mktemp("live")
    toy.make_course(folder / "course")
    source, target = folder / "in.ipynb", folder / "out.ipynb"
    source.write_bytes(as_notebook(*CELLS.values()))
    command = [sys.executable, "-c", EXECUTE, str(source), str(target), str(folder / "course")]
    done = subprocess.run(
        command,
        env=environment | {"NEXT_PYTHON": warm_python},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    executed = json.loads(target.read_text("utf-8"))["cells"]
    return {name: cell["outputs"] for name, cell in zip(CELLS, executed, strict=True)}


def shown(outputs, kind="text/plain", output_type="display_data"):
    (data,) = [one["data"] for one in outputs if one["output_type"] == output_type]
    return "".join(data.get(kind, ""))


def value(outputs):
    """The number as nbgrader reads it."""
    return float(shown(outputs, output_type="execute_result"))


def printed(outputs):
    return "".join("".join(one["text"]) for one in outputs if one["output_type"] == "stream")


def test_nothing_goes_to_standard_error(cells):
    streams = [
        one for outputs in cells.values() for one in outputs if one["output_type"] == "stream"
    ]
    assert {one["name"] for one in streams} == {"stdout"}


def test_function_that_is_not_defined_yet_is_told_in_a_sentence(cells):
    sentence = (
        "None of the functions of exercise01 is defined yet: double. "
        "Run the cells that define them, then check again.\n"
    )
    assert (shown(cells["too early"]), value(cells["too early"])) == (sentence, 0.0)
    assert shown(cells["gone"]) == sentence
    assert sentence.strip() in shown(cells["too early"], "text/html")


def test_report_is_about_the_functions_as_they_are(cells):
    text = shown(cells["wrong"])
    assert "exercise01  Doubling" in text
    assert "0 of 10 points" in text
    assert re.search(r"expected +\[ *3, +6\]\n +got +\[4\.5, +9\]", text)
    assert "this notebook, cell 4, line 3" in text
    assert value(cells["wrong"]) == 0.0
    assert "Every check passes" in shown(cells["right"])


def test_points_are_a_float_of_the_wanted_size(cells):
    assert printed(cells["right"]) == "3.5 <class 'float'>\n"
    assert value(cells["value"]) == 2.5
    assert value(cells["half"]) == 1.0  # 2 of 10, with 5 for all


def test_report_is_shown_once_as_text_and_as_html(cells):
    html = shown(cells["wrong"], "text/html")
    assert "Doubling" in html
    assert "FAIL" in html
    assert "<script" not in html
    assert shown(cells["wrong"], "text/html", "execute_result") == ""  # it stands above already
    assert "Doubling" in shown(cells["value"], "text/html", "execute_result")


def test_kernel_is_not_disturbed_and_cannot_disturb(cells):
    assert printed(cells["undisturbed"]) == "True False False\n"
    assert "2 of 10 points" in shown(cells["undisturbed"])  # whatever torch.allclose says here


def test_unknown_exercise_is_told_in_a_sentence(cells):
    assert shown(cells["unknown"]).startswith("There is no exercise 'exercise77' in this course.")
    assert value(cells["unknown"]) == 0.0


def test_grading_goes_on_after_its_process_was_killed(cells):
    assert "2 of 10 points" in shown(cells["killed"])


def test_text_of_the_student_is_escaped(cells):
    html = shown(cells["markup"], "text/html")
    assert "&lt;script&gt;alert(1)" in html
    assert "<script" not in html
    assert "\x1b" not in html


def test_points_that_are_no_number_are_an_error(cells):
    (error,) = [one for one in cells["odd points"] if one["output_type"] == "error"]
    assert (error["ename"], error["evalue"]) == (
        "ValueError",
        "points is nan; a number from 0 is needed",
    )


# ------------------------------------------------------------------------------ what is sent


def made_elsewhere(x):
    return x


def test_constant_that_no_cell_binds_is_taken_from_the_namespace():
    names = {"f": made_elsewhere, "SCALE": 2.5, "data": [1], "__name__": "__main__"}
    cells = [(3, "def f(x):\n    return x * SCALE * len(data), __name__")]
    pieces = notebook_check._Namespace(names, cells, "here").pieces(["f"])
    assert [(piece.cell, piece.source) for piece in pieces] == [(0, "SCALE = 2.5"), cells[0]]


def test_function_that_no_cell_defines_is_taken_with_its_text():
    names = {"made_elsewhere": made_elsewhere, "print": print}
    pieces = notebook_check._Namespace(names, [], "here").pieces(["made_elsewhere", "print"])
    assert [piece.source for piece in pieces] == ["def made_elsewhere(x):\n    return x\n"]


# ------------------------------------------------------------------------------ without a kernel


def run(code, folder: Path, environment, python=sys.executable):
    file = folder / "script.py"
    file.write_text(code)
    command = [python, str(file)]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_module_can_check_itself(toy_course, environment, warm_python):
    code = "FACTOR = 2\n\n\ndef double(x):\n    return FACTOR * x\n\n\n"
    code += "from grader import check\nassert check('exercise01', points=1) == 1.0\n"
    done = run(code, toy_course, environment, warm_python)
    assert (done.returncode, done.stderr) == (0, "")
    assert "10 of 10 points\nscript.py\n" in done.stdout


def test_importing_check_is_left_to_those_who_ask(environment, tmp_path):
    code = "import sys, grader\nours = [name for name in sys.modules if 'grader' in name]\n"
    code += "assert ours == ['grader'], ours\n"
    code += "from grader import check\nassert callable(check)\nassert 'torch' not in sys.modules\n"
    code += "try:\n    grader.nothing\nexcept AttributeError as error:\n    print(error)\n"
    done = run(code, tmp_path, environment)
    assert (done.stdout, done.stderr) == ("module 'grader' has no attribute 'nothing'\n", "")


def test_folder_without_a_course_is_told_in_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(notebook_check, "PACKAGE_PARENT", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert check("exercise01") == 0.0
    ending = capsys.readouterr()
    assert ending.out == (
        f"There is no course in {tmp_path} or above it. "
        "Start the notebook in the course, or change into it: %cd FOLDER\n"
    )
    assert ending.err == ""


@pytest.mark.parametrize("points", [-1, float("inf"), float("nan")])
def test_points_are_a_number_from_zero(points):
    with pytest.raises(ValueError, match="a number from 0 is needed"):
        check("exercise01", points=points)
