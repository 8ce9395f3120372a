"""The figures of the exercises: drawn for the right, for the wrong, and without a reference."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.course.course import Course, find_course, load_exercise
from grader.grading.figure import draw_effect, exhibit_of
from grader.submission.submission import read_submission

COURSE = find_course(Path(__file__).parent)
EXERCISES = COURSE.exercise_names()


def effect_of(exercise, source, launcher, folder):
    path = folder / f"{exercise.name}.py"
    path.write_text(source)
    return draw_effect(exercise, read_submission(path, exercise), launcher)


@pytest.mark.parametrize("name", EXERCISES)
def test_figure_shows_whether_a_submission_is_right(name, launcher, tmp_path):
    exercise = load_exercise(COURSE, name)
    source = (exercise.authored / "reference.py").read_text()
    constant = "".join(f"\n\ndef {f}(*_, **__): return 0.37\n" for f in exercise.functions)
    right = effect_of(exercise, source, launcher, tmp_path)
    wrong = effect_of(exercise, source + constant, launcher, tmp_path)
    again = effect_of(exercise, source, launcher, tmp_path)
    assert right.image.startswith("data:image/png;base64,")
    assert right.caption
    assert right.alt
    assert right.image != wrong.image
    assert right.image == again.image
    assert right.dark.startswith("data:image/png;base64,")
    assert right.dark != right.image


@pytest.fixture
def released(tmp_path):
    """exercise03 as a student has it: without a reference."""
    folder = tmp_path / "exercises" / "exercise03"
    shutil.copytree(COURSE.root / "exercises" / "exercise03", folder)
    return load_exercise(Course(tmp_path), "exercise03")


def test_figure_is_the_students_alone_where_the_reference_does_not_travel(released, launcher):
    source = (COURSE.root / "solutions" / "exercise03" / "reference.py").read_text()
    folder = released.released
    assert effect_of(released, source, launcher, folder).image.startswith("data:image/png")


def test_figure_that_a_student_has_broken_is_left_out(released, launcher):
    (released.released / "effect.py").write_text("def draw(")
    assert effect_of(released, "def kaiming_std(): pass", launcher, released.released) is None


def test_submission_that_cannot_be_run_has_no_figure(launcher, tmp_path):
    exercise = load_exercise(COURSE, "exercise01")
    assert effect_of(exercise, "raise SystemExit", launcher, tmp_path) is None


def test_sources_of_a_notebook_are_those_of_its_cells(launcher, tmp_path):
    exercise = load_exercise(COURSE, "exercise01")
    path = tmp_path / "exercise01.ipynb"
    shutil.copy(COURSE.root / "exercises" / "exercise01" / "exercise01.ipynb", path)
    submission = read_submission(path, exercise)
    sources = exhibit_of(exercise, submission, launcher).sources
    for function in exercise.functions:
        place = submission.locate(submission.line_of(function))
        assert sources[place.cell].split("\n")[place.line - 1].startswith(f"def {function}(")
