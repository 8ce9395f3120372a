"""Each figure of an exercise shows the fault of every known mistake.

Every seventh mistake is drawn; EFFECTS=all in the environment draws every one.
"""

from __future__ import annotations

import ast
import os
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from grader.course.course import find_course, load_exercise
from grader.grading.explanations.bank import known_mistakes, load_reference, own_random_numbers
from grader.grading.figure import _draw_student
from grader.publishing.release.leak_scan import find_leaks, secrets_of
from grader.sandbox.exercise_functions import load_module
from grader.submission.forbidden_names import find_shortcuts

COURSE = find_course(Path(__file__).parent)
EVERY = 1 if os.environ.get("EFFECTS") == "all" else 7
INCHES, DOTS_PER_INCH = (4.2, 3.2), 55  # half of a figure, as on a small screen
PLAIN_DIFFERENCE, PIXELS = 40, 12  # of 255, and how many pixels: less is easily overlooked


def picture(module, functions, limits=None):
    """The pixels of the student's half of a figure, and the limits of its axes."""
    figure = Figure(figsize=INCHES, dpi=DOTS_PER_INCH)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _draw_student(module, axes, functions)
    if limits is not None:
        axes.axis(limits)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(int), axes.axis()


def is_shortcut(exercise, mistake):
    """Whether it is right in every respect but that it is not written by hand."""
    rules = exercise.by_hand.forbidden if exercise.by_hand is not None else ()
    return bool(find_shortcuts(ast.parse(mistake.source), mistake.defines, rules))


@pytest.mark.parametrize("name", COURSE.exercise_names())
def test_figure_differs_for_every_mistake_that_gives_other_values(name):
    exercise = load_exercise(COURSE, name)
    source = (exercise.authored / "effect.py").read_text("utf-8")
    module = load_module("effect.py", {"effect.py": source})
    mistakes = [one for one in known_mistakes(exercise).mistakes if not is_shortcut(exercise, one)]
    assert len(mistakes) > 50
    alike = []
    with own_random_numbers():
        right, limits = picture(module, load_reference(exercise))
        assert np.array_equal(right, picture(module, load_reference(exercise), limits)[0])
        for mistake in mistakes[::EVERY]:
            wrong, _ = picture(module, mistake.functions, limits)
            if (np.abs(wrong - right).max(axis=-1) > PLAIN_DIFFERENCE).sum() < PIXELS:
                alike.append(mistake.id)
    assert alike == []


def test_figures_which_students_get_hold_no_line_of_a_solution_or_a_hidden_check():
    exercises = [load_exercise(COURSE, name) for name in COURSE.exercise_names()]
    files = {each.name: (each.authored / "effect.py").read_bytes() for each in exercises}
    assert list(find_leaks(files, secrets_of(exercises))) == []
