"""`grade solution`: after full points, two good answers beside the student's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.practice.progress import Progress, State, write_state
from grader.practice.solution import render_listings
from grader.report.console import Console

ROOT = Path(__file__).parents[2]
OWN = "exercises/exercise01/exercise01.py"


@pytest.fixture
def full_points(toy, toy_course, a_run):
    (toy_course / OWN).write_text(toy.answer("x + x"))
    run = a_run(status="passed", points=10, mistakes=())
    write_state(toy_course, State(exercises={"exercise01": Progress(run)}))
    return toy_course


def test_solution_shows_yours_the_reference_and_another_way(full_points, run_grade):
    styles = full_points / "solutions" / "exercise01" / "styles"
    styles.mkdir()
    text = '"""Written as a sum."""\n\n\ndef double(x):\n    return sum((x, x))\n'
    (styles / "with_a_sum.py").write_text(text)
    done = run_grade("solution", "exercise01")
    assert (done.returncode, done.stderr) == (0, "")
    for heading in ("Yours", "The reference", "Another way: with a sum"):
        assert heading in done.stdout
    assert "return x + x" in done.stdout
    assert "# Written as a sum." in done.stdout
    assert "return sum((x, x))" in done.stdout
    assert "BEGIN SOLUTION" not in done.stdout


def test_solution_waits_for_full_points(run_grade):
    done = run_grade("solution", "exercise01")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is shown after full points; the last run has 0 of 10." in done.stderr
    assert done.stderr.splitlines()[-1] == "grade exercise01"


@pytest.mark.parametrize(
    ("hidden", "remedy"),
    [("sealed", "save it as exercises/exercise01/hidden.key."), ("withheld", "may publish it.")],
)
def test_solution_that_is_not_published_asks_for_no_points(run_grade, tmp_path, hidden, remedy):
    released = tmp_path / "students"
    assert run_grade("release", "--to", str(released), "--hidden", hidden).returncode == 0
    done = run_grade("solution", "exercise01", cwd=released)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not published yet" in done.stderr
    assert done.stderr.rstrip().endswith(remedy)
    assert "full points" not in done.stderr


@pytest.mark.usefixtures("full_points")
def test_solution_imports_no_torch(run_grade, tmp_path):
    (tmp_path / "torch.py").write_text("raise SystemExit('torch is imported')")
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    assert run_grade("solution", "exercise01", PYTHONPATH=path).returncode == 0


def test_listings_stand_below_each_other_where_the_width_is_too_small():
    found = [("Yours", ["x" * 30]), ("The reference", ["y" * 30])]
    beside = render_listings(found, Console(width=80))
    assert beside == f"Yours{' ' * 28}The reference\n{'x' * 30}   {'y' * 30}\n"
    below = render_listings(found, Console(width=50))
    assert below == f"Yours\n{'x' * 30}\n\nThe reference\n{'y' * 30}\n"


def test_listings_let_no_text_act_on_the_terminal():
    text = render_listings([("Yours", ["\x1b[2J\u202e√"])], Console(unicode=False))
    assert "\x1b" not in text
    assert text.isascii()
