"""From a path to a report: which file, which device, and nothing left running."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from grader.course.course import Course, load_exercise
from grader.errors import BrokenEnvironment, GraderError
from grader.grading.grade_file import grade_file, resolve_device, submitted_file


@pytest.fixture
def exercise(toy_course):
    return load_exercise(Course(toy_course), "1")


# ------------------------------------------------------------------------------ a file


@pytest.mark.parametrize(
    ("text", "line"), [("def double(x)\n    return x\n", 1), ("x = 1\x00", None), (None, None)]
)
def test_file_that_cannot_be_read_is_reported_without_starting_anything(
    exercise, tmp_path, monkeypatch, text, line
):
    monkeypatch.setattr("grader.grading.grade_file.Launcher", None)  # would fail when called
    path = tmp_path / "draft.py"
    if text is not None:
        path.write_text(text)
    report = grade_file(exercise, path)
    assert (report.status, report.points, report.output) == ("unloadable", 0, "")
    assert report.submission.path == str(path)
    assert [check.outcome for check in report.checks] == ["skipped", "skipped"]
    lines = {check.location and check.location.line for check in report.checks}
    assert lines == {line}


LEAVES_NOTHING = """
import os, sys, tempfile
from pathlib import Path
from grader.course.course import find_course, load_exercise
from grader.grading.grade_file import grade_file

exercise = load_exercise(find_course(Path(sys.argv[1])), "1")
try:
    report = grade_file(exercise, Path(sys.argv[1], "draft.py"), seed=4, device=sys.argv[2])
except Exception as error:
    print(type(error).__name__)
else:
    print(report.status, report.points, report.grader.seed, report.grader.device)
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child is left")
print("left behind:", *os.listdir(tempfile.gettempdir()), *os.listdir())
"""


@pytest.mark.skipif(torch.cuda.is_available(), reason="asks for a device that is not there")
@pytest.mark.parametrize(
    ("device", "ending"), [("cpu", "passed 10 4 cpu"), ("cuda", "BrokenEnvironment")]
)
def test_no_process_and_no_file_is_left_after_grading(
    toy_course, toy, tmp_path, environment, device, ending
):
    (toy_course / "draft.py").write_text(toy.answer("x + x"))
    hidden = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    drawn_from_text = hidden.read_text().replace("st.floats(-10, 10)", "st.text().map(len)")
    hidden.write_text(drawn_from_text)  # Hypothesis keeps its tables of characters in files
    for folder in ("here", "temporary"):
        (tmp_path / folder).mkdir()
    done = subprocess.run(
        [sys.executable, "-c", LEAVES_NOTHING, str(toy_course), device],
        cwd=tmp_path / "here",
        env=environment | {"TMPDIR": str(tmp_path / "temporary")},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split("\n") == [ending, "no child is left", "left behind:", ""]
    assert done.stderr == ""


# ------------------------------------------------------------------------------ which file


def test_submitted_file_is_the_one_that_is_edited(exercise, toy_course, monkeypatch):
    expected = toy_course / "exercises" / "exercise01" / "exercise01.py"
    assert submitted_file(exercise) == expected
    monkeypatch.chdir(toy_course)
    assert submitted_file(exercise) == Path("exercises/exercise01/exercise01.py")
    monkeypatch.chdir(toy_course / "exercises" / "exercise01")
    assert submitted_file(exercise) == Path("exercise01.py")


def test_submitted_file_outside_of_where_one_stands_is_told_in_full(
    exercise, toy_course, monkeypatch
):
    monkeypatch.chdir(toy_course / "solutions")
    path = submitted_file(exercise)
    assert path.is_absolute()
    assert path.samefile(toy_course / "exercises" / "exercise01" / "exercise01.py")


def test_submitted_file_that_is_gone_can_be_had_back(exercise, toy_course):
    (toy_course / "exercises" / "exercise01" / "exercise01.py").unlink()
    with pytest.raises(GraderError) as caught:
        submitted_file(exercise)
    assert caught.value.what.endswith("exercise01.py is not there.")
    assert caught.value.remedy == "Get the stub back with: grade reset exercise01"
    assert caught.value.exit_code == 2


# ------------------------------------------------------------------------------ which device


@pytest.mark.parametrize("is_there", [True, False])
def test_device_is_cuda_where_there_is_one_and_it_is_not_refused(monkeypatch, is_there):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: is_there)
    assert resolve_device("cpu") == "cpu"
    assert resolve_device("auto") == ("cuda" if is_there else "cpu")


def test_device_that_is_asked_for_must_be_there(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(BrokenEnvironment) as caught:
        resolve_device("cuda")
    assert caught.value.exit_code == 5
    assert "--device cpu" in caught.value.remedy
