"""Grading notebooks of the toy course: what counts, where it is wrong, and what is refused."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from grader.course.course import find_course, load_exercise
from grader.errors import UnreadableSubmission
from grader.grading.grade import grade
from grader.grading.grade_file import grade_file
from grader.model import Location
from grader.submission.parsing import MAX_CODE_BYTES, MAX_NOTEBOOK_BYTES
from grader.submission.submission import read_submission

RIGHT = "def double(x):\n    return 2 * x"


@pytest.fixture
def exercise(toy_course):
    return load_exercise(find_course(toy_course), "1")


@pytest.fixture
def graded(exercise, tmp_path, launcher, as_notebook):
    """The report on a notebook of these cells."""

    def report(*sources, **facts):
        path = tmp_path / "draft.ipynb"
        path.write_bytes(as_notebook(*sources, **facts))
        return grade(exercise, read_submission(path, exercise), launcher)

    return report


def place(check):
    return check.location and (check.location.cell, check.location.line)


# ------------------------------------------------------------------------------ what counts


def test_notebook_is_graded_as_its_cells_in_order(graded):
    report = graded("import torch", "def double(x):\n    return x", RIGHT)
    assert (report.status, report.points) == ("passed", 10)
    assert report.output == ""


def test_exploration_that_fails_is_told_and_costs_nothing(graded):
    trial = "%matplotlib inline\nprint('hello')\n1 / 0"
    report = graded(trial, "x = (", RIGHT, "double(torch.ones(3))")
    assert (report.status, report.points) == ("passed", 10)
    assert report.output == (
        "note: cell 1, line 1: left out, not Python: %matplotlib inline\n"
        "note: cell 2, line 1: the cell is left out, not valid Python: '(' was never closed\n"
        "hello\n"
        "note: cell 1, line 3 fails: ZeroDivisionError: division by zero\n"
        "note: cell 4, line 1 fails: NameError: name 'torch' is not defined\n"
    )


def test_check_cell_is_not_run(as_notebook, exercise, tmp_path, launcher):
    data = json.loads(as_notebook(RIGHT, "print('ran')\nraise SystemExit"))
    data["cells"][1]["metadata"] = {"nbgrader": {"grade": True, "locked": True}}
    (tmp_path / "a.ipynb").write_text(json.dumps(data))
    report = grade(exercise, read_submission(tmp_path / "a.ipynb", exercise), launcher)
    assert (report.points, report.output) == (10, "")


def test_files_beside_the_notebook_can_be_imported(graded, tmp_path):
    (tmp_path / "twice.py").write_text("def twice(x):\n    return 2 * x\n")
    assert graded("from twice import twice", "double = twice").points == 10


# ------------------------------------------------------------------------------ where it is wrong


def test_wrong_value_is_told_with_the_cell_and_the_line(graded, tmp_path):
    report = graded("import torch", "# mine\n\ndef double(x):\n    return x * x")
    (check, *_) = [check for check in report.checks if check.outcome == "failed"]
    assert check.location == Location(str(tmp_path / "draft.ipynb"), 4, 2)
    assert check.mistake.id == "squares"


def test_exception_is_told_with_the_cell_and_the_line(graded):
    report = graded("import torch", "def part(x):\n    y = 1\n    return x[9]",
                    "def double(x):\n    return part(x)")  # fmt: skip
    assert place(report.checks[0]) == (2, 3)
    assert report.checks[0].message.startswith("double raises IndexError: ")


def test_shortcut_is_told_with_the_cell_and_the_line(toy_course, tmp_path, launcher, as_notebook):
    table = toy_course / "solutions" / "exercise01" / "exercise.toml"
    text = table.read_text().replace("points = 8", "points = 6")
    by_hand = '\n[[checks]]\nid = "by_hand"\npoints = 2\nneeds = ["doubles"]\n'
    rules = '\n[by_hand]\nforbidden = ["torch.add"]\nadvice = "Please add."\n'
    table.write_text(text + by_hand + rules)
    exercise = load_exercise(find_course(toy_course), "1")
    path = tmp_path / "a.ipynb"
    path.write_bytes(as_notebook("import torch", "def double(x):\n    return torch.add(x, x)"))
    report = grade(exercise, read_submission(path, exercise), launcher)
    assert report.checks[-1].message == "double uses torch.add. Please add."
    assert place(report.checks[-1]) == (2, 2)


def test_cell_that_would_define_a_function_is_named_where_it_is_damaged(graded):
    report = graded("def other():\n    return 1", "x = 1\ndef double(x:\n    return x")
    assert report.status == "unloadable"
    assert report.checks[0].message == (
        "draft.ipynb defines none of the functions: double. Cell 2 is not valid Python: "
        "'(' was never closed.\n\n    def double(x:\n\nFix this line and run grade again."
    )
    assert place(report.checks[0]) == (2, 2)


def test_import_that_fails_is_the_reason_where_nothing_else_is_left(graded):
    report = graded("x = 1", "import torch\nimport nowhere_at_all\n\n" + RIGHT)
    assert report.status == "unloadable"
    assert report.checks[0].message == (
        "draft.ipynb cannot be run: ModuleNotFoundError: No module named 'nowhere_at_all'. "
        "Run the cell to see the same error."
    )
    assert place(report.checks[0]) == (2, 2)


def test_missing_function_is_explained_by_its_cell(tmp_path, launcher, as_notebook):
    course = find_course(Path(__file__).parents[2])
    scaling = load_exercise(course, "3")
    path = tmp_path / "a.ipynb"
    std = "def kaiming_std(fan_in, nonlinearity):\n    return 1.0"
    for cell, message, line in (
        ("x = 1\n\ndef kaiming_normal(:\n    pass",
         "cell 2, which defines kaiming_normal, is not valid Python: invalid syntax.", 3),
        ("1 / 0\n\ndef kaiming_normal(*_):\n    pass",
         "cell 2 fails before it defines kaiming_normal.", 3),
    ):  # fmt: skip
        path.write_bytes(as_notebook(std, cell))
        report = grade(scaling, read_submission(path, scaling), launcher)
        told = [check for check in report.checks if check.message == message]
        assert len(told) > 1
        assert {place(check) for check in told} == {(2, line)}


def test_stub_is_not_started(graded):
    stub = "def double(x):\n    raise NotImplementedError()"
    assert (graded(stub).status, graded(stub).points) == ("not_started", 0)


def test_endless_cell_hits_the_limit(toy_course, tmp_path, launcher, as_notebook):
    table = toy_course / "solutions" / "exercise01" / "exercise.toml"
    table.write_text(table.read_text() + "\n[limits]\nimport_seconds = 0.5\n")
    exercise = load_exercise(find_course(toy_course), "1")
    path = tmp_path / "a.ipynb"
    path.write_bytes(as_notebook(RIGHT, "while True:\n    pass"))
    assert grade(exercise, read_submission(path, exercise), launcher).status == "limit"


# ------------------------------------------------------------------------------ what is refused


def refused(exercise, path):
    """The one sentence of a report on a file that cannot be loaded."""
    report = grade_file(exercise, path)
    assert report.status == "unloadable"
    (message,) = {check.message for check in report.checks}
    return message


def test_damage_is_refused_with_its_cell(exercise, tmp_path, as_notebook):
    path = tmp_path / "a.ipynb"
    path.write_bytes(as_notebook("", "x = 1\ny = ("))
    assert "a.ipynb is not valid Python: '(' was never closed." in refused(exercise, path)
    assert place(grade_file(exercise, path).checks[0]) == (1, 2)


def test_file_of_100_mb_is_refused_before_it_is_read(exercise, tmp_path):
    path = tmp_path / "a.ipynb"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    tracemalloc.start()
    with pytest.raises(UnreadableSubmission) as caught:
        read_submission(path, exercise)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.what == f"{path} is larger than {MAX_NOTEBOOK_BYTES >> 20} MiB."
    assert caught.value.remedy == "Clear its outputs."
    assert peak < 1 << 20


def test_figures_do_not_count_and_code_does(exercise, tmp_path, as_notebook):
    data = json.loads(as_notebook(RIGHT))
    data["cells"][0]["outputs"] = [{"data": {"image/png": "A" * (4 << 20)}}]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(data))
    assert len(read_submission(path, exercise).files["exercise01.py"]) < 10_000
    path.write_bytes(as_notebook(RIGHT, "#" * MAX_CODE_BYTES))
    assert "The code in " in refused(exercise, path)
    assert "is larger than 128 KiB." in refused(exercise, path)


@pytest.mark.parametrize(
    "data",
    [b"", b"[" * 10**6, b'{"nbformat": 4, "cells": []}', b'{"nbformat": 4, "cells": 3}'],
    ids=["empty", "nested", "no cells", "odd cells"],
)
def test_file_that_is_no_notebook_is_refused_in_one_sentence(exercise, tmp_path, data):
    path = tmp_path / "a.ipynb"
    path.write_bytes(data)
    assert refused(exercise, path).startswith("a.ipynb ")


def test_link_to_a_notebook_is_refused(exercise, tmp_path, as_notebook):
    (tmp_path / "real.ipynb").write_bytes(as_notebook(RIGHT))
    (tmp_path / "a.ipynb").symlink_to(tmp_path / "real.ipynb")
    with pytest.raises(UnreadableSubmission, match="cannot be opened"):
        read_submission(tmp_path / "a.ipynb", exercise)


def test_file_that_cannot_be_read_to_its_end_is_refused(exercise):
    with pytest.raises(UnreadableSubmission, match="cannot be read: Input/output error"):
        read_submission(Path("/proc/self/mem"), exercise)
