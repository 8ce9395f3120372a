"""The time of a student's functions beside the reference's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.course.course import find_course, load_exercise
from grader.practice.timing import in_words, time_beside_reference
from grader.sandbox import student

COURSE = find_course(Path(__file__).parent)
# One number after the other, as somebody writes who does not know tensors yet.
SLOW_TANH = """

def tanh_derivative(x):
    rows = [[1 - math.tanh(float(v)) ** 2 for v in row] for row in x]
    return torch.tensor(rows, dtype=x.dtype)

import math
"""


def timed(name, source, launcher, folder, exercise=None):
    path = folder / f"{name}.py"
    path.write_text(source)
    return time_beside_reference(exercise or load_exercise(COURSE, name), path, launcher)


def reference_of(name):
    return (COURSE.root / "solutions" / name / "reference.py").read_text()


def test_loops_over_numbers_are_told_with_their_factor(launcher, tmp_path):
    said = timed("exercise01", reference_of("exercise01") + SLOW_TANH, launcher, tmp_path)
    before, factor, after = said.partition(" times as long as the reference's")
    name, _, digits = before.partition(" takes about ")
    assert name in ("Your tanh_derivative", "Your tanh_backward")  # the one calls the other
    assert int(digits.replace(",", "")) >= 5
    assert after == ", on tensors of the lecture's size."
    assert factor


def test_call_that_is_stopped_is_slow_and_not_left_out(launcher, tmp_path):
    spin = "\n\ndef saturation(h, threshold=0.97):\n    while True: pass\n"
    said = timed("exercise01", reference_of("exercise01") + spin, launcher, tmp_path)
    assert said.startswith("Your saturation takes about ")


@pytest.mark.parametrize("name", COURSE.exercise_names())
def test_every_exercise_has_calls_whose_time_can_be_told(name, launcher, tmp_path):
    said = timed(name, reference_of(name), launcher, tmp_path)
    assert said.startswith("Your ")
    assert said.endswith(", on tensors of the lecture's size.")


@pytest.mark.parametrize(
    ("ratios", "words"),
    [
        ({"f": 1.9, "g": 0.6}, "Your code is about as fast as the reference, "),
        ({"f": 2.4, "g": 43.0}, "Your g takes about 40 times as long as the reference's, "),
        ({"f": 1234.0}, "Your f takes about 1,000 times as long as the reference's, "),
        ({"f": 0.26, "g": 1.0}, "Your f is about 4 times as fast as the reference's, "),
    ],
)
def test_factor_has_one_digit_and_below_two_there_is_none(ratios, words):
    assert in_words(ratios) == f"{words}on tensors of the lecture's size."


def test_nothing_is_said_where_nothing_can_be_measured(launcher, tmp_path):
    assert in_words({}) == ""
    raises = "\n\ndef kaiming_normal(*_): raise ValueError\n"
    source = reference_of("exercise03")
    assert timed("exercise03", source + raises, launcher, tmp_path) == ""
    withheld = replace(load_exercise(COURSE, "exercise03"), authored=None, unsealed=None)
    assert timed("exercise03", source, launcher, tmp_path, withheld) == ""


def test_time_is_told_to_people_and_stands_in_no_report(run_grade, tmp_path):
    course = tmp_path / "whole_course"
    for part in ("exercises", "solutions", "data"):
        shutil.copytree(COURSE.root / part, course / part)
    own = course / "exercises" / "exercise03" / "exercise03.py"
    own.write_text(reference_of("exercise03"))
    read = run_grade("exercise03", cwd=course)
    assert "on tensors of the lecture's size." in " ".join(read.stdout.split())
    report = run_grade("exercise03", "--format", "json", cwd=course).stdout
    assert json.loads(report)["status"] == "passed"
    assert "lecture's size" not in report
    assert "lecture's size" not in (course / ".grade" / "state.json").read_text()


def test_reference_never_shares_a_worker_with_the_submission(launcher, tmp_path, monkeypatch):
    """What the submission's worker could see of it is nothing: it is loaded into another."""
    loaded = []

    class Watched(student.WorkerSession):
        def _load(self):
            loaded.append((id(self), self._submission.source))
            return super()._load()

    monkeypatch.setattr(student, "WorkerSession", Watched)
    source = reference_of("exercise03") + "\n# the student's\n"
    assert timed("exercise03", source, launcher, tmp_path)
    assert len({session for session, _ in loaded}) == len(loaded) == 2
    assert [text.endswith("# the student's\n") for _, text in loaded] == [True, False]
