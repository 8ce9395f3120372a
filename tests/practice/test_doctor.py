"""The doctor: every line says what is, and what to do where it is not well."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from grader.course.course import find_course
from grader.practice import doctor
from grader.practice.doctor import Condition, examine, render_condition
from grader.report.console import Console

ROOT = Path(__file__).parents[2]
CONSOLE = Console()

WITH_REMEDY = """\
  FAIL  torch      cannot be imported: ModuleNotFoundError: No module named
                   'torch'
                   Install it.
"""


@pytest.fixture
def broken_torch(tmp_path):
    """`broken_torch(source)`: a path on which torch is this source."""

    def path(source: str) -> str:
        (tmp_path / "broken").mkdir()
        (tmp_path / "broken" / "torch.py").write_text(source)
        return f"{tmp_path / 'broken'}{os.pathsep}{ROOT}"

    return path


def by_name(conditions) -> dict[str, Condition]:
    return {condition.name: condition for condition in conditions}


def test_doctor_finds_a_sound_machine_sound(run_grade, toy_course):
    done = run_grade("doctor")
    assert (done.returncode, done.stderr) == (0, "")
    for line in ("Python", "packages", "torch", "device", "isolation", "course", "console"):
        assert f" {line} " in done.stdout
    assert "starts and answers, within" in done.stdout
    assert "1 exercise in" in done.stdout
    assert "FAIL" not in done.stdout
    assert list((toy_course / ".grade").iterdir()) == [toy_course / ".grade" / ".gitignore"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise ImportError('libcudart.so.12 is missing')", "libcudart.so.12 is missing"),
        ("import os; os.abort()", "it ends with -6"),
        ("print('no version in here')", "has no attribute"),
    ],
)
def test_broken_torch_is_a_line_and_not_the_end(run_grade, broken_torch, source, said):
    done = run_grade("doctor", PYTHONPATH=broken_torch(source))
    assert (done.returncode, done.stderr) == (5, "")
    text = " ".join(done.stdout.split())
    assert "FAIL torch cannot be imported: " in text
    assert said in text
    assert "worker not tried" in text
    assert "1 exercise in" in text  # it went on to the end


def test_torch_is_imported_by_an_interpreter_of_its_own():
    """The commands here are copies of a process that has imported it, and so is what they start."""
    import torch

    device = torch.cuda.get_device_name(0) if torch.cuda.is_available() else None
    assert doctor._probe_torch() == doctor.Torch(torch.__version__, torch.version.cuda, device)


def test_doctor_outside_a_course_warns_and_is_content(run_grade, tmp_path):
    done = run_grade("doctor", cwd=tmp_path)
    assert done.returncode == 0
    assert "warn  course" in done.stdout


@pytest.fixture
def examined(toy_course, monkeypatch):
    """`examined()`: the conditions of the toy course, without the parts that take seconds."""
    monkeypatch.setattr(doctor, "_probe_torch", lambda: doctor.Torch("2.13.0+cpu", None, None))
    monkeypatch.setattr(doctor, "_worker", lambda: iter(()))

    def run(console: Console = CONSOLE, encoding: str = "utf-8") -> dict[str, Condition]:
        return by_name(examine(toy_course, console, encoding))

    return run


def test_memory_that_cannot_be_written_is_a_warning(examined, toy_course):
    assert examined()[".grade"].mark == "ok"
    (toy_course / ".grade" / ".gitignore").unlink()
    (toy_course / ".grade").rmdir()
    (toy_course / ".grade").write_text("in the way")
    assert examined()[".grade"].mark == "warn"


def test_malformed_exercise_is_named(examined, toy_course):
    (toy_course / "solutions" / "exercise01" / "exercise.toml").write_text("title = ")
    condition = examined()["course"]
    assert condition.mark == "FAIL"
    assert "exercise.toml cannot be read" in condition.what


def test_missing_and_old_packages_are_named(examined, monkeypatch):
    least = {"numpy": "1.26", "hypothesis": "99.1", "no_such_package": "1.0"}
    monkeypatch.setattr(doctor, "_needed", lambda: least)
    condition = examined()["packages"]
    assert condition.mark == "FAIL"
    assert "no_such_package is missing" in condition.what
    assert "is older than 99.1" in condition.what
    assert "numpy" not in condition.what


def test_least_versions_come_from_the_distribution(monkeypatch):
    lines = ["click>=8.1", "torch", "numpy >=1.26,!=2.0", 'ruff>=0.9; extra == "dev"']
    monkeypatch.setattr(doctor.metadata, "requires", lambda _name: lines)
    assert doctor._needed() == {"click": "8.1", "torch": "0", "numpy": "1.26"}


@pytest.mark.parametrize(
    ("torch", "build", "device"),
    [
        (("2.13.0+cpu", None, None), "2.13.0, the build for the CPU", "cpu"),
        (
            ("2.13.0+cu128", "12.8", None),
            "2.13.0, the build for CUDA 12.8, which finds no CUDA device here",
            "cpu",
        ),
        (("2.13.0+cu128", "12.8", "H100"), "2.13.0, the build for CUDA 12.8", "cuda (H100)"),
    ],
)
def test_build_and_device_of_torch_are_told(examined, monkeypatch, torch, build, device):
    monkeypatch.setattr(doctor, "_probe_torch", lambda: doctor.Torch(*torch))
    conditions = examined()
    assert conditions["torch"].what == build
    assert conditions["device"].what == device


def test_isolation_says_what_it_means_and_why_not_better():
    assert doctor._isolation("full", {}).mark == "ok"
    condition = doctor._isolation("process", {"full": "no user namespaces"})
    assert condition.mark == "warn"
    assert "results are unofficial" in condition.what
    assert "no full: no user namespaces" in condition.what
    assert condition.remedy


def test_a_worker_that_does_not_start_fails(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    conditions = by_name(doctor._worker())
    assert conditions["worker"].mark == "FAIL"
    assert "isolation" not in conditions


def test_console_is_described(examined):
    assert examined()["console"].what == "utf-8, without color"
    poor = examined(Console(unicode=False), "cp1252")["console"]
    assert poor.what == "cp1252, without color; characters outside ASCII are spelled out"
    assert examined(Console(color=True))["console"].what == "utf-8, in color"


def test_remedy_stands_below_what_is_wrong():
    what = "cannot be imported: ModuleNotFoundError: No module named 'torch'"
    condition = Condition("FAIL", "torch", what, "Install it.")
    assert render_condition(condition, CONSOLE) == WITH_REMEDY
    assert "\x1b[31;1mFAIL\x1b[0m" in render_condition(condition, Console(color=True))


def test_the_exercise_of_the_doctor_is_in_no_course(toy_course):
    assert "exercise00" not in find_course(toy_course).exercise_names()
