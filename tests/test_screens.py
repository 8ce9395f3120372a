"""The report on a known mistake fits into a terminal of 24 lines and 80 columns.

Every fortieth mistake is graded; SCREENS=all in the environment grades every one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course.course import find_course, load_exercise
from grader.grading.explanations.bank import mistake_paths
from grader.grading.grade import grade
from grader.report.console import Console
from grader.report.feedback import redact
from grader.report.formats.human import SCREEN_LINES, render
from grader.report.layout import cells
from grader.submission.submission import read_submission

COURSE = find_course(Path(__file__).parent)
EVERY = 1 if os.environ.get("SCREENS") == "all" else 40


def mistakes() -> Iterator[pytest.ParameterSet]:
    """(exercise, path of the mistake)."""
    for exercise in (load_exercise(COURSE, name) for name in COURSE.exercise_names()):
        for path in mistake_paths(exercise)[::EVERY]:
            yield pytest.param(exercise, path, id=f"{exercise.name}/{path.stem}")


@pytest.mark.parametrize(("exercise", "path"), [*mistakes()])
def test_report_on_a_single_mistake_fits_the_screen(
    exercise, path, launcher, tmp_path, monkeypatch
):
    """What it printed aside: that is as long as it is."""
    monkeypatch.chdir(tmp_path)
    file = Path("exercises", exercise.name, f"{exercise.name}.py")
    file.parent.mkdir(parents=True)
    reference = (exercise.authored / "reference.py").read_text("utf-8")
    file.write_text(f"{reference}\n\n{path.read_text('utf-8')}", "utf-8")
    report = grade(exercise, read_submission(file, exercise), launcher, lines=False)
    text = render(redact(report, "full"), Console())
    lines = text.partition("\nYour code printed")[0].splitlines()
    assert len(lines) <= SCREEN_LINES, text
    assert max(map(cells, lines)) <= Console().columns, text
