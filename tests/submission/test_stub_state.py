"""Which of a student's two files counts, and what the commands make of it."""

from __future__ import annotations

import json
import os
import time

import pytest

from grader.course.course import find_course
from grader.course.derive import release
from grader.practice.board import read_board
from grader.practice.progress import read_state
from grader.submission.stub_state import counting_file, is_stub

OTHER = "def double(x):\n    return x + 1\n"


@pytest.fixture
def folder(toy_course):
    """The folder of exercise01, released, with both files."""
    release(find_course(toy_course))
    return toy_course / "exercises" / "exercise01"


def write(path, text, *, age=0):
    """Put a function in the place of the stub, and say how long ago."""
    if path.suffix == ".ipynb":
        notebook = json.loads(path.read_text("utf-8"))
        (cell,) = [cell for cell in notebook["cells"] if "def double" in "".join(cell["source"])]
        cell["source"] = text
        text = json.dumps(notebook)
    path.write_text(text, "utf-8")
    grow_old(path, age)


def grow_old(path, age):
    moment = 1_800_000_000 - age
    os.utime(path, (moment, moment))


def counts(folder):
    found = counting_file(folder, "exercise01", ["double"])
    return found and found.suffix


def test_python_file_counts_where_nothing_is_written(folder):
    grow_old(folder / "exercise01.py", 100)
    assert counts(folder) == ".py"


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
@pytest.mark.parametrize("age", [0, 100])
def test_file_that_differs_from_its_stub_counts_however_old(folder, suffix, age):
    other = folder / ("exercise01.ipynb" if suffix == ".py" else "exercise01.py")
    grow_old(other, 50)
    write(folder / f"exercise01{suffix}", OTHER, age=age)
    assert counts(folder) == suffix


@pytest.mark.parametrize(("age", "suffix"), [(0, ".ipynb"), (100, ".py")])
def test_newer_file_counts_where_both_differ(folder, age, suffix):
    write(folder / "exercise01.py", OTHER, age=50)
    write(folder / "exercise01.ipynb", OTHER, age=age)
    assert counts(folder) == suffix


def test_notebook_that_was_only_run_does_not_differ(folder):
    write(folder / "exercise01.py", OTHER, age=100)
    path = folder / "exercise01.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hello"}]
    path.write_text(json.dumps(notebook), "utf-8")
    assert counts(folder) == ".py"


@pytest.mark.parametrize("text", ["def double(x:\n", "{", "", "\x00"])
def test_file_that_cannot_be_read_differs(folder, text):
    (folder / "exercise01.ipynb").write_text(text)
    assert counts(folder) == ".ipynb"


@pytest.mark.parametrize(
    "stub",
    [
        "def double(x):\n    'Another text.'\n    raise NotImplementedError('later')\n",
        "def twice(x):\n    raise NotImplementedError\n",
        "def _given(x):\n    return x\n\n\ndef twice(x):\n    raise NotImplementedError\n",
        "",
    ],
)
def test_stub_of_an_earlier_release_never_counts_against_the_other(folder, stub):
    write(folder / "exercise01.ipynb", OTHER, age=100)
    write(folder / "exercise01.py", stub)
    assert counts(folder) == ".ipynb"


@pytest.mark.parametrize(
    "text",
    [
        "double = lambda x: x\n",
        "from gates import double\n",
        "if True:\n    def double(x):\n        return x\n",
        "def double(x):\n    raise NotImplementedError\n\n\ndouble = abs\n",
        "def twice(x):\n    return x\n",
        "x = 1\n",
    ],
)
def test_whatever_else_is_written_counts(folder, text):
    write(folder / "exercise01.ipynb", "def double(x):\n    raise NotImplementedError")
    write(folder / "exercise01.py", text, age=100)
    assert counts(folder) == ".py"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe in the file system")
def test_pipe_and_huge_notebook_are_not_waited_for(folder):
    (folder / "exercise01.py").unlink()
    os.mkfifo(folder / "exercise01.py")
    with (folder / "exercise01.ipynb").open("wb") as file:
        file.truncate(1 << 40)
    start = time.monotonic()
    assert counts(folder) is not None
    assert time.monotonic() - start < 10  # a pipe is waited for without end


def test_only_file_counts(folder):
    (folder / "exercise01.py").unlink()
    assert counts(folder) == ".ipynb"
    (folder / "exercise01.ipynb").unlink()
    assert counts(folder) is None


def test_notebook_of_another_exercise_is_no_stub_of_this_one(folder):
    content = (folder / "exercise01.ipynb").read_bytes()
    assert is_stub(content, ["double"], ".ipynb")
    assert not is_stub(content, ["double", "triple"], ".ipynb")
    assert not is_stub(b'{"nbformat": 4, "cells": []}', ["double"], ".ipynb")


# ------------------------------------------------------------------------------ the commands


def test_grade_takes_the_file_that_counts_and_names_it(folder, toy_course, run_grade):
    write(folder / "exercise01.ipynb", "def double(x):\n    return 2 * x\n")
    done = run_grade("exercise01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "exercises/exercise01/exercise01.ipynb\n" in done.stdout
    course = find_course(toy_course)
    (row,) = read_board(course, read_state(toy_course))
    assert (row.file, row.changed) == ("exercises/exercise01/exercise01.ipynb", False)

    write(folder / "exercise01.py", OTHER, age=-100)
    (row,) = read_board(course, read_state(toy_course))
    assert (row.file, row.changed) == ("exercises/exercise01/exercise01.py", True)


def test_grade_takes_a_notebook_by_its_path(folder, run_grade, tmp_path):
    other = tmp_path / "my exercise01 draft.ipynb"
    write(folder / "exercise01.ipynb", OTHER)
    other.write_bytes((folder / "exercise01.ipynb").read_bytes())
    done = run_grade(str(other), "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["submission"]["path"]) == (1, str(other))
    place = report["checks"][0]["location"]
    assert (place["file"], place["line"], place["cell"]) == (str(other), 2, 2)
    assert run_grade("exercise01", str(other)).returncode == 1


def test_reset_brings_both_stubs_back_and_keeps_both_files(folder, toy_course, run_grade):
    stubs = {path: path.read_bytes() for path in folder.glob("exercise01.*")}
    assert len(stubs) == 2
    for path in stubs:
        write(path, OTHER)
    done = run_grade("reset", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path: path.read_bytes() for path in stubs} == stubs
    kept = list((toy_course / ".grade" / "backups").iterdir())
    assert sorted(path.suffix for path in kept) == [".ipynb", ".py"]
    assert all(path.relative_to(toy_course).as_posix() in done.stdout for path in kept)
    assert "is the stub already" in run_grade("reset", "1").stdout


def test_reset_of_a_notebook_needs_no_solutions_once_its_stub_was_seen(
    folder, toy_course, run_grade
):
    import shutil

    shutil.rmtree(toy_course / "solutions")
    stub = (folder / "exercise01.ipynb").read_bytes()
    run_grade()
    write(folder / "exercise01.ipynb", OTHER)
    done = run_grade("reset", "1")
    assert "exercise01.ipynb is the stub again" in done.stdout
    assert "exercise01.py" not in done.stdout
    assert (folder / "exercise01.ipynb").read_bytes() == stub


def test_batch_grades_both_kinds_and_keeps_that_when_it_resumes(folder, toy_course, run_here):
    desk = toy_course / "class" / "alice"
    desk.mkdir(parents=True)
    write(folder / "exercise01.ipynb", "def double(x):\n    return 2 * x\n")
    (desk / "exercise01.ipynb").write_bytes((folder / "exercise01.ipynb").read_bytes())
    write(desk / "exercise01.py", OTHER, age=100)
    words = ("batch", "class", "--out", "out", "--unsafe-no-sandbox")
    done = run_here(*words)
    assert done.returncode == 0, done.stderr
    report = json.loads((toy_course / "out" / "reports" / "alice" / "exercise01.json").read_text())
    assert (report["points"], report["submission"]["path"]) == (10, "alice/exercise01.ipynb")
    note = "exercise01.ipynb counts, with 10 points; exercise01.py has 0 points"
    assert note in done.stdout + done.stderr
    assert note in (toy_course / "out" / "grades.csv").read_text()
    assert "Graded 0 in" in run_here(*words, "--resume").stdout
