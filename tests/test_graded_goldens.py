"""What students read of twelve wrong answers, from the file to the last line of the terminal.

`WRITE_GOLDEN=1 pytest tests/test_graded_goldens.py` writes the texts anew; read them as a student
would before they are committed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.course.course import find_course, load_exercise
from grader.grading.grade import grade
from grader.report.console import Console
from grader.report.feedback import redact
from grader.report.formats.human import render
from grader.submission.submission import read_submission

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "graded"
COURSE = find_course(HERE)
# One mistake, two, three; through another function; unwritten, not to be loaded, at a limit.
ANSWERS = (
    "wrong/exercise01/no_square",
    "wrong/exercise01/two_bracket_and_columns",
    "wrong/exercise02/softmax_columns_sum",
    "wrong/exercise04/keras_momentum",
    "wrong/exercise04/gain_lost_swapped_var_eval_moves",
    "wrong/exercise05/half_lost",
    "wrong/exercise06/forgot_width",
    "wrong/exercise07/own_value_and_W1_free",
    "wrong/exercise08/eps_outside_beta_scaled",
    "submissions/exercise03/failed_half_written",
    "submissions/exercise03/unloadable_import_error",
    "submissions/exercise03/limit_endless_loop",
)


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("answer", ANSWERS)
def test_report_is_the_one_that_was_read(answer, launcher, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = HERE / f"{answer}.py"
    exercise = load_exercise(COURSE, source.parent.name)
    exercise = replace(exercise, limits=replace(exercise.limits, call_seconds=0.5))
    file = Path("exercises", exercise.name, f"{exercise.name}.py")
    file.parent.mkdir(parents=True)
    file.write_text(re.sub(r"^# [A-Z]+: .*\n", "", source.read_text("utf-8"), flags=re.M), "utf-8")
    report = grade(exercise, read_submission(file, exercise), launcher)
    text = render(redact(report, "full"), Console())
    golden = GOLDEN / f"{exercise.name}_{source.stem}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")
