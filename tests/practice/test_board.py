"""The board: what it says of every exercise, and which one is next."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.course.course import find_course
from grader.practice.board import next_row, read_board
from grader.practice.board_view import render_board
from grader.practice.progress import Progress, State, digest
from grader.report.console import Console

ROOT = Path(__file__).parents[2]
WIDE, NARROW = Console(), Console(width=50)
ASCII = Console(unicode=False)

WITH_THREE = """\
Exercises                                                        14 of 30 points

  exercise01  Doubling                            ━━━━━━━━━━ 10/10 passed
> exercise02  Loss at initialization              ━━━━──────  4/10 under way
  exercise03  The tanh derivative and saturation  ──────────  -/10 not run yet

Next: grade exercise02   (your file: exercises/exercise02/exercise02.py)
      grade hint exercise02   (for a first hint)
"""
NARROW_ROW = """\
> exercise02  ━━━━──────  4/10 under way
    Loss at initialization
"""


@pytest.fixture
def course(toy, toy_course):
    """A course of three exercises."""
    toy.make_exercise(toy_course, "exercise02", title="Loss at initialization")
    toy.make_exercise(toy_course, "exercise03", title="The tanh derivative and saturation")
    return find_course(toy_course)


@pytest.fixture
def run_of(course, a_run):
    """`run_of("exercise02", points=4)`: a run of the file as it is now."""

    def run(name: str, **facts):
        file = f"exercises/{name}/{name}.py"
        return a_run(file=file, sha256=digest(course.root / file), **facts)

    return run


def state_of(**runs) -> State:
    return State(exercises={name: Progress(run) for name, run in runs.items()})


def test_board_shows_points_and_what_is_next(course, run_of):
    passed = run_of("exercise01", points=10, status="passed")
    state = state_of(exercise01=passed, exercise02=run_of("exercise02", points=4))
    assert render_board(read_board(course, state), WIDE) == WITH_THREE


def test_board_is_ascii_where_the_console_is(course, run_of, toy):
    toy.make_exercise(course.root, "exercise04", title="Why √n, and not n…")
    rows = read_board(course, state_of(exercise02=run_of("exercise02", points=4)))
    text = render_board(rows, ASCII)
    assert text.isascii()
    assert "Why sqrtn, and not n..." in text
    assert "####------  4/10 under way" in text


def test_board_fits_a_narrow_terminal(course, run_of):
    rows = read_board(course, state_of(exercise02=run_of("exercise02", points=4)))
    text = render_board(rows, NARROW)
    assert NARROW_ROW.replace("> ", "  ", 1) in text
    assert max(map(len, text.splitlines())) <= 50


def test_long_title_is_cut_and_the_line_keeps_its_width(course, toy):
    toy.make_exercise(course.root, "exercise04", title="A title that goes on and on " * 3)
    lines = render_board(read_board(course, State()), WIDE).splitlines()
    row = next(line for line in lines if "exercise04" in line)
    assert "…  ─" in row
    assert max(map(len, lines)) <= 80


def test_colours_are_all_that_a_coloured_board_adds(course, run_of):
    rows = read_board(course, state_of(exercise02=run_of("exercise02", points=4)))
    colored = render_board(rows, Console(color=True))
    assert "\x1b[33munder way\x1b[0m" in colored
    plain = colored
    for code in ("0", "1", "2", "32", "33", "31;1", "36"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == render_board(rows, WIDE)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"status": "passed", "points": 10}, "10/10 passed"),
        ({"status": "failed", "points": 3}, "3/10 under way"),
        ({"status": "not_started", "points": 0}, "0/10 not started"),
        ({"status": "unloadable", "points": 0}, "0/10 cannot load"),
        ({"status": "limit", "points": 1}, "1/10 over a limit"),
        ({"status": "error", "points": 0}, "0/10 undecided"),
        ({"status": "passed", "points": 3, "later": 7}, "3/3 7 to come"),
    ],
)
def test_every_status_has_its_words(course, run_of, facts, said):
    rows = read_board(course, state_of(exercise01=run_of("exercise01", **facts)))
    assert said in render_board(rows, WIDE)


def test_bar_is_full_only_when_every_point_is_earned(course, run_of):
    for points in range(11):
        rows = read_board(course, state_of(exercise01=run_of("exercise01", points=points)))
        assert render_board(rows, WIDE).count("━") == points


def test_an_edit_after_the_run_is_told(course, run_of):
    state = state_of(exercise01=run_of("exercise01", points=4))
    file = course.root / "exercises" / "exercise01" / "exercise01.py"
    file.write_text(file.read_text() + "# an edit\n")
    assert "4/10 changed since" in render_board(read_board(course, state), WIDE)


def test_next_is_the_first_that_has_not_passed(course, run_of):
    passed = run_of("exercise01", status="passed")
    third = run_of("exercise03", status="failed")
    rows = read_board(course, state_of(exercise01=passed, exercise03=third))
    assert next_row(rows).name == "exercise02"


def test_next_is_what_changed_once_everything_has_passed(course, run_of):
    runs = {name: run_of(name, status="passed") for name in course.exercise_names()}
    assert next_row(read_board(course, state_of(**runs))) is None
    assert "Every exercise passes." in render_board(read_board(course, state_of(**runs)), WIDE)
    file = course.root / "exercises" / "exercise02" / "exercise02.py"
    file.write_text("# rewritten\n")
    text = render_board(read_board(course, state_of(**runs)), WIDE)
    assert "Next: grade exercise02   (its file changed since it passed)" in text


def test_missing_file_points_to_reset(course):
    (course.root / "exercises" / "exercise01" / "exercise01.py").unlink()
    text = render_board(read_board(course, State()), WIDE)
    assert "-/10 no file" in text
    assert "Next: grade reset exercise01" in text


@pytest.mark.parametrize("table", ["title = ", "title = 3\nchecks = 4", "title = 'x'", "\x00"])
def test_a_broken_exercise_costs_only_its_own_row(course, table):
    (course.root / "solutions" / "exercise02" / "exercise.toml").write_text(table)
    text = render_board(read_board(course, State()), WIDE)
    assert "exercise.toml cannot be read" in text
    assert "Doubling" in text


def test_grade_alone_shows_the_board_without_torch(run_grade, tmp_path):
    (tmp_path / "torch.py").write_text("raise SystemExit('torch is imported')")
    done = run_grade(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Welcome. ")
    assert "exercises/exercise01/exercise01.py: write" in " ".join(done.stdout.split())
    assert "\n\nExercises " in done.stdout
    assert "> exercise01  Doubling" in done.stdout


def test_board_outside_a_course_is_a_usage_error(run_grade, tmp_path):
    done = run_grade(cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no course in" in done.stderr


@pytest.mark.parametrize("words", [["--seed", "3"], ["--format", "json"], ["--verbose"]])
def test_options_of_grading_without_a_name_are_a_usage_error(run_grade, words):
    done = run_grade(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Name one exercise, or give --all." in done.stderr


def test_plain_board_is_ascii_whatever_the_encoding(run_grade):
    done = run_grade("--plain", PYTHONIOENCODING="utf-8")
    assert done.returncode == 0
    assert done.stdout.isascii()
    done = run_grade(PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    assert done.stdout.isascii()


def test_board_has_the_order_of_the_term_and_says_what_is_due(course, run_of):
    (course.root / "solutions" / "course.toml").write_text(
        'timezone = "Europe/Berlin"\n'
        '[[exercises]]\nname = "exercise03"\ndue = 2026-10-08T23:59:00\n'
        '[[exercises]]\nname = "exercise01"\ndue = 2026-10-01T23:59:00\n'
    )
    rows = read_board(course, state_of())
    assert [row.name for row in rows] == ["exercise03", "exercise01"]
    now = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
    text = render_board(rows, WIDE, now)
    assert text.endswith(
        "Due: exercise01, Thu 1 Oct 2026, 23:59 CEST (3 days ago)\n"
        "Due: exercise03, Thu 8 Oct 2026, 23:59 CEST (in 3 days)\n"
    )
    passed = read_board(course, state_of(exercise01=run_of("exercise01", status="passed")))
    assert "Due: exercise01" not in render_board(passed, WIDE, now)


def test_who_has_run_something_is_not_welcomed(course, run_of):
    rows = read_board(course, state_of(exercise01=run_of("exercise01", points=4)))
    assert render_board(rows, WIDE).startswith("Exercises ")
