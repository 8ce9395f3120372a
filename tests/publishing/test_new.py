"""A new exercise works from its first minute."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.course import Course, load_exercise
from grader.errors import NoCourse
from grader.grading.grade import grade
from grader.publishing.new import NotNew, course_root, create_exercise
from grader.submission.submission import read_submission

ROOT = Path(__file__).parents[2]


def test_new_writes_a_folder_that_can_be_read(toy_course):
    files = create_exercise(toy_course, "exercise09")
    exercise = load_exercise(Course(toy_course), "exercise09")
    assert exercise.max_points == 10
    assert len(exercise.hints) == 3
    assert {check.visibility for check in exercise.checks} == {"visible", "hidden"}
    names = {path.relative_to(toy_course / "solutions" / "exercise09").as_posix() for path in files}
    mistakes = {name for name in names if name.startswith("mistakes/")}
    assert names - mistakes == {
        "README.md",
        "exercise.toml",
        "reference.py",
        "test_examples.py",
        "test_hidden.py",
    }
    assert mistakes


def test_new_says_what_it_wrote_and_what_comes_next(run_grade):
    done = run_grade("new", "exercise09")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  solutions/exercise09/reference.py\n" in done.stdout
    assert "Next: grade release" in done.stdout
    assert "grade verify exercise09" in done.stdout


def test_no_placeholder_is_left_and_the_folder_is_clean_python(toy_course):
    files = create_exercise(toy_course, "9")
    assert not [path for path in files if "exerciseNN" in path.read_text()]
    config = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    ours = ["--config", "lint.isort.known-first-party=['grader']"]  # no checkout around it here
    for command in (["check"], ["format", "--check"]):
        words = ["ruff", *command, *config, *ours, "solutions/exercise09"]
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=toy_course, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_exercise_can_be_released_and_graded(toy_course, run_grade):
    run_grade("new", "exercise09")
    folder = toy_course / "solutions" / "exercise09"
    assert run_grade("release").returncode == 0
    assert run_grade("release", "--check").returncode == 0
    stub = json.loads(run_grade("9", "--format", "json").stdout)
    assert (stub["status"], stub["points"]) == ("not_started", 0)
    right = run_grade("9", str(folder / "reference.py"), "--format", "json")
    assert json.loads(right.stdout)["points"] == 10


def test_every_mistake_of_a_new_exercise_is_recognised(toy_course, launcher):
    create_exercise(toy_course, "exercise09")
    exercise = load_exercise(Course(toy_course), "exercise09")
    folder = toy_course / "solutions" / "exercise09"
    for mistake in sorted((folder / "mistakes").iterdir()):
        wrong = toy_course / "wrong.py"
        wrong.write_text((folder / "reference.py").read_text() + mistake.read_text())
        report = grade(exercise, read_submission(wrong, exercise), launcher)
        checks = [check for check in report.checks if check.outcome == "failed"]
        assert "hidden" in {check.visibility for check in checks}
        assert {check.mistake.id for check in checks} == {mistake.stem}


@pytest.mark.parametrize(
    "name", ["exercise", "exercise9x", "exercise100", "ninth", "../exercise09"]
)
def test_bad_names_are_refused(toy_course, run_grade, name):
    done = run_grade("new", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Names are like exercise09." in done.stderr
    assert sorted(path.name for path in (toy_course / "solutions").iterdir()) == ["exercise01"]


@pytest.mark.parametrize("part", ["solutions", "exercises"])
def test_an_existing_exercise_is_refused_and_kept(toy_course, run_grade, part):
    (toy_course / part / "exercise05").mkdir()
    done = run_grade("new", "exercise05")
    assert done.returncode == 2
    assert f"{part}/exercise05 is there already." in done.stderr
    assert list((toy_course / part / "exercise05").iterdir()) == []


def test_the_first_exercise_of_a_course_needs_an_empty_folder_alone(tmp_path):
    with pytest.raises(NoCourse, match="no course"):
        course_root(tmp_path)
    (tmp_path / "solutions").mkdir()
    create_exercise(course_root(tmp_path), "1")
    assert Course(tmp_path).exercise_names() == ("exercise01",)
    with pytest.raises(NotNew):
        create_exercise(tmp_path, "exercise01")
