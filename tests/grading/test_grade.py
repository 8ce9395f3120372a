"""Grading as a whole, in one process: a submission goes in, a report comes out, whatever it is."""

from __future__ import annotations

import ast
import functools
import json
import random
import re
import textwrap
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import torch
from msgspec.structs import replace

from grader.course.course import Course, find_course, load_exercise
from grader.course.stub import stub_source
from grader.errors import UnreadableSubmission
from grader.grading.explanations.bank import load_mistake, mistake_paths
from grader.grading.grade import grade
from grader.model import ByHand, Check, Limits
from grader.report.build import EXIT_CODES
from grader.report.feedback import redact
from grader.report.formats import render
from grader.submission.submission import read_submission

HERE = Path(__file__).parents[1]
COURSE = find_course(HERE)
SUBMISSIONS = sorted((HERE / "submissions").glob("exercise*/*.py"))
exercise_called = functools.cache(functools.partial(load_exercise, COURSE))
IMPATIENT = Limits(call_seconds=0.5, import_seconds=0.5)


@pytest.fixture
def graded(launcher, tmp_path):
    """Grade a source text as an exercise."""

    def grade_text(exercise, source, name="draft.py", **options):
        folder = tmp_path / "desk"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_text(textwrap.dedent(source), "utf-8")
        return grade(exercise, read_submission(path, exercise), launcher, **options)

    return grade_text


@pytest.fixture
def doubling(toy_course):
    return load_exercise(Course(toy_course), "1")


@pytest.fixture
def doubled(graded, doubling, toy):
    """The report about a submission whose `double(x)` returns an expression."""

    def report(expression, exercise=None, **options):
        return graded(exercise or doubling, toy.answer(expression), **options)

    return report


def outcomes(report):
    return {check.id: check.outcome for check in report.checks}


def messages(report):
    return [check.message for check in report.checks]


# ------------------------------------------------------------------------------ the toy course


def test_right_submission_passes_with_all_points(doubled, launcher):
    report = doubled("x + x", seed=5)
    assert (report.status, report.points, report.max_points) == ("passed", 10, 10)
    assert outcomes(report) == {"worked_example": "passed", "doubles": "passed"}
    assert [(check.points, check.max_points) for check in report.checks] == [(2, 2), (8, 8)]
    assert messages(report) == [None, None]
    assert (report.grader.seed, report.grader.device) == (5, "cpu")
    assert report.grader.isolation == launcher.isolation
    assert report.submission.path.endswith("draft.py")
    assert len(report.submission.sha256) == 64
    assert report.seconds > 0


def test_wrong_submission_is_told_what_where_and_why(doubled):
    report = doubled("x * x")
    assert (report.status, report.points) == ("failed", 0)
    doubles = report.checks[1]
    assert doubles.message == "double[0]: expected 6, got 9"
    assert doubles.call == "double(x=torch.tensor([3.0], dtype=torch.float64))"
    assert (doubles.expected, doubles.actual) == ("6", "9")
    assert doubles.mistake.id == "squares"
    assert doubles.mistake.advice.startswith("It looks as if x were multiplied by itself.")
    assert doubles.location.line == 5  # where one change is enough
    assert doubles.location.file == report.submission.path
    assert doubles.location.cell is None


def test_wrong_submission_that_nobody_knows_gets_no_advice(doubled):
    report = doubled("3 * x")
    assert report.status == "failed"
    assert [check.mistake for check in report.checks] == [None, None]


def test_call_is_shown_with_the_students_own_names(graded, doubling):
    report = graded(doubling, "def double(values): return values")
    assert report.checks[1].call.startswith("double(values=torch.tensor(")
    report = graded(doubling, "double = lambda values: values")
    assert report.checks[1].call.startswith("double(x=torch.tensor(")  # the reference's


def test_location_is_the_line_that_raises_or_else_that_of_the_function(graded, doubling):
    source = "def inner(x):\n    return x[9]\n\n\ndef double(x):\n    return inner(x)\n"
    check = graded(doubling, source).checks[0]
    assert check.message.startswith("double raises IndexError: ")
    assert check.location.line == 2
    assert graded(doubling, "double = lambda x: x\n").checks[0].location is None


def test_shape_is_told_in_one_line(doubled):
    report = doubled("torch.cat((x, x))")
    assert messages(report) == [
        "shape of double: expected [2], got [4]", "shape of double: expected [1], got [2]",
    ]  # fmt: skip


WITHOUT_SECONDS = re.compile(r'"seconds": [\d.e-]+')


def as_bytes(report):
    """The JSON of a report; only its times may differ from run to run."""
    return WITHOUT_SECONDS.sub('"seconds": 0', render(redact(report, "full"), "json"))


# Wrong from 5 on: the explicit example passes, a drawn one fails and is shrunk.
WRONG_LATE = "torch.where(x.abs() < 5, 2 * x, 0 * x)"


@pytest.mark.parametrize("expression", ["2 * x", "x * x", WRONG_LATE, "x / 0", "undefined"])
def test_same_seed_gives_the_same_report(doubled, expression):
    assert as_bytes(doubled(expression, seed=3)) == as_bytes(doubled(expression, seed=3))


def test_same_seed_gives_the_same_report_when_a_check_draws_by_itself(doubled, toy_course):
    hidden = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    draws = "    assert_close(torch.rand(()), 0.0, of='drawn', tolerance=0.0)\n"
    hidden.write_text(hidden.read_text() + draws)
    first = doubled("2 * x")
    assert first.checks[1].message.startswith("drawn: expected 0, got 0.")
    assert as_bytes(doubled("2 * x")) == as_bytes(first)


def test_same_seed_gives_the_same_report_about_random_weights(graded):
    """Whatever was drawn in this process before, and from whichever generator."""
    exercise = exercise_called("exercise03")
    mistake = exercise.authored / "mistakes" / "global_random.py"
    source = (exercise.authored / "reference.py").read_text("utf-8") + mistake.read_text("utf-8")
    first = as_bytes(graded(exercise, source))
    torch.rand(1), random.random(), np.random.rand()
    assert as_bytes(graded(exercise, source)) == first


def test_other_seed_gives_another_counterexample(doubled):
    calls = {doubled(WRONG_LATE, seed=seed, shrink=False).checks[1].call for seed in range(4)}
    assert len(calls) > 1
    assert None not in calls


def test_output_is_what_was_printed(graded, doubling):
    source = "print('loaded')\n\n\ndef double(x):\n    print('called')\n    return 2 * x\n"
    output = graded(doubling, source).output.split()
    assert output[0] == "loaded"
    assert len(output) > 20
    assert set(output[1:]) == {"called"}


def test_missing_function_is_one_message_for_all_its_checks(graded, doubling):
    two = replace(doubling, functions={"double": "tensor", "other": "number"})
    report = graded(two, "def other(x): return 1.0")
    assert (report.status, report.points) == ("failed", 0)
    assert set(messages(report)) == {
        "draft.py does not define double; keep the name it has in the stub."
    }
    assert [check.call for check in report.checks] == [None, None]


def test_report_is_valid_and_has_an_exit_code(doubled):
    schema = json.loads((HERE.parent / "grader" / "report.schema.json").read_text("utf-8"))
    for expression in ("2 * x", "x * x", "None"):
        report = doubled(expression)
        jsonschema.validate(json.loads(render(redact(report, "full"), "json")), schema)
        assert report.status in EXIT_CODES


# ------------------------------------------------------------------------------ a fault of ours


def test_broken_check_is_an_error_and_the_other_points_stay(doubled, toy_course):
    hidden = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    hidden.write_text(hidden.read_text().replace("reference.double(x)", "reference.triple(x)"))
    report = doubled("2 * x")
    assert (report.status, report.points) == ("error", 2)
    assert EXIT_CODES[report.status] == 70
    assert outcomes(report) == {"worked_example": "passed", "doubles": "broken"}
    assert report.checks[1].message == "AttributeError: exercise01 has no function triple"


def test_check_without_its_function_is_an_error(doubled, toy_course):
    hidden = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    hidden.write_text(hidden.read_text().replace("def test_doubles", "def test_doubled"))
    report = doubled("2 * x")
    assert (report.status, report.points) == ("error", 2)
    assert report.checks[1].message == "the check is not in a test file"


# ------------------------------------------------------------------------------ by hand


@pytest.fixture
def by_hand(doubling):
    check = Check(id="by_hand", points=1, needs=("doubles",), title="By hand.")
    rule = ByHand(("torch.add",), "Please add by yourself.")
    return replace(doubling, checks=(*doubling.checks, check), by_hand=rule)


def test_shortcut_costs_the_points_of_its_check_and_is_worded_as_a_request(doubled, by_hand):
    report = doubled("torch.add(x, x)", by_hand)
    check = report.checks[2]
    assert (report.status, report.points, check.outcome) == ("failed", 10, "failed")
    assert check.message == "double uses torch.add. Please add by yourself."
    assert check.location.line == 5
    assert check.call is None


def test_no_shortcut_earns_the_points_of_its_check(doubled, by_hand):
    report = doubled("2 * x", by_hand)
    assert (report.status, report.points) == ("passed", 11)


@pytest.mark.parametrize(
    ("expression", "message"),
    [("x", "waits for 'Every number is doubled'"), (None, "double is not written yet")],
)
def test_shortcuts_are_not_looked_for_in_what_is_wrong(graded, by_hand, toy, expression, message):
    source = toy.answer(expression) if expression else toy.STUB
    check = graded(by_hand, source).checks[2]
    assert (check.outcome, check.points, check.message) == ("skipped", 0, message)


# ------------------------------------------------------------------------------ states


def test_stub_is_not_started(graded, doubling, toy):
    report = graded(doubling, toy.STUB)
    assert (report.status, report.points) == ("not_started", 0)
    assert set(messages(report)) == {"double is not written yet"}
    assert [check.mistake for check in report.checks] == [None, None]


def test_stop_is_a_limit_and_gets_no_diagnosis(doubled, doubling):
    report = doubled("[x for x in iter(int, 1)]", replace(doubling, limits=IMPATIENT))
    assert (report.status, report.points) == ("limit", 0)
    assert messages(report) == ["stopped after 0.5 s in double"] * 2
    assert report.checks[0].call.startswith("double(x=torch.tensor([1.5, 3.0]")
    assert [check.mistake for check in report.checks] == [None, None]


def test_stop_in_the_diagnosis_alone_is_a_limit_too(graded, doubling):
    source = """
        import time


        def double(x):
            if x.ndim == 2:  # only a probe has two dimensions
                time.sleep(1000)
            return x * x
    """
    report = graded(replace(doubling, limits=IMPATIENT), source)
    assert report.status == "limit"
    assert messages(report)[1] == "double[0]: expected 6, got 9"
    assert report.checks[1].mistake is None


def test_crash_costs_its_check_and_no_other(graded, doubling):
    source = "import os\n\n\ndef double(x):\n    return 2 * x if x.numel() == 2 else os._exit(0)\n"
    report = graded(doubling, source)
    assert (report.status, report.points) == ("failed", 2)
    assert outcomes(report) == {"worked_example": "passed", "doubles": "failed"}


# ------------------------------------------------------------------------------ whole submissions


def id_of(path):
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", SUBMISSIONS, ids=id_of)
def test_submission_ends_as_its_name_says(launcher, tmp_path, path):
    status = next(status for status in EXIT_CODES if path.stem.startswith(status))
    source = path.read_text("utf-8")
    points = int(re.search(r"Points: (\d+)\.", source)[1])
    exercise = exercise_called(path.parent.name)
    if status == "limit":
        exercise = replace(exercise, limits=IMPATIENT)
    alone = tmp_path / "draft.py"
    alone.write_text(source, "utf-8")
    named = re.search(r"in line (\d+)", source)
    line = int(named[1]) if named else None
    if path.stem in NOT_PYTHON:
        with pytest.raises(UnreadableSubmission, match="is not valid Python") as caught:
            read_submission(alone, exercise)
        assert caught.value.line == line
        return
    report = grade(exercise, read_submission(alone, exercise), launcher)
    assert (report.status, report.points) == (status, points), messages(report)
    assert [check.message for check in report.checks if check.outcome == "broken"] == []
    assert len(report.output.encode()) <= 64 << 10
    if path.stem in ATTACKS:
        assert "attacks" in report.output.splitlines()
    names = {name for one in report.explanations for name in one.mistakes}
    assert names <= TRUE_OF.get(path.stem, set()) | {"unknown_gain_1"}
    if line is not None:
        assert {check.location and check.location.line for check in report.checks} == {line}


def test_no_line_is_told_of_a_function_that_is_wrong_through_another(launcher, tmp_path):
    exercise = exercise_called("exercise01")
    source = (exercise.authored / "reference.py").read_text("utf-8")
    assert "return grad_out * tanh_derivative(x)" in source
    file = tmp_path / "exercise01.py"
    file.write_text(source.replace("t**2", "t"), "utf-8")
    report = grade(exercise, read_submission(file, exercise), launcher)
    assert {one.function for one in report.explanations} == {"tanh_derivative"}


# What a known mistake says that is true of a file: of constants, mostly. From all that raise
# nothing an unknown name gets a gain.
TRUE_OF = {
    "failed_equals_everything": {"fan_in_ignored", "sigmoid_4"},
    "failed_its_input": {"grows"},
    "failed_none": {"returns_none", "linear_missing", "sigmoid_missing"},
    "failed_ones": {"fan_in_ignored", "no_gain"},
    "failed_patches_torch": {"fan_in_ignored", "sigmoid_4"},
    "failed_raises_value_error": {"linear_missing"},
    "failed_random": {"unscaled"},
    "failed_zeros": {"all_equal"},
}
# Where a file of these has found what it attacks, it prints so.
ATTACKS = (
    "failed_crashes",
    "failed_equals_everything",
    "failed_forges_replies",
    "failed_os_exit",
    "failed_patches_torch",
    "failed_sys_exit",
)
NOT_PYTHON = ("unloadable_syntax_error", "unloadable_return_outside")


def test_corpus_has_a_submission_for_every_end_a_student_can_come_to():
    ends = {status for status in EXIT_CODES for path in SUBMISSIONS if path.stem.startswith(status)}
    assert ends == set(EXIT_CODES) - {"error"}


# ------------------------------------------------------------------------------ the real course


EXERCISES = ("exercise01", "exercise03")


@pytest.mark.parametrize("name", EXERCISES)
def test_stub_of_the_exercise_is_not_started(graded, name):
    exercise = exercise_called(name)
    report = graded(exercise, stub_source((exercise.authored / "reference.py").read_text("utf-8")))
    assert (report.status, report.points) == ("not_started", 0)
    assert {check.message.partition(" ")[2] for check in report.checks} == {"is not written yet"}
    assert {check.location for check in report.checks} == {None}


@pytest.mark.parametrize("name", EXERCISES)
def test_reference_of_the_exercise_passes(graded, name):
    exercise = exercise_called(name)
    source = (exercise.authored / "reference.py").read_text("utf-8")
    report = graded(exercise, source)
    assert (report.status, report.points) == ("passed", 10), messages(report)


@pytest.mark.parametrize("name", Course(COURSE.root).exercise_names())
def test_visible_checks_come_before_hidden_ones(name):
    """What a submission saw in a hidden check can so not be told in a visible one."""
    checks = exercise_called(name).checks
    assert [check.visibility for check in checks] == sorted(
        (check.visibility for check in checks), key=["visible", "hidden"].index
    )


MISTAKES = [path for name in EXERCISES for path in mistake_paths(exercise_called(name))]


@pytest.mark.parametrize(
    "path", MISTAKES, ids=lambda path: f"{path.parent.parent.name}/{path.stem}"
)
def test_mistake_fails_and_is_recognised_as_itself(graded, path):
    """With one drawn example: what must fail, fails on the explicit ones. Lines are no matter."""
    exercise = exercise_called(path.parent.parent.name)
    reference = (exercise.authored / "reference.py").read_text("utf-8")
    report = graded(exercise, reference + path.read_text("utf-8"), examples=1, lines=False)
    failed = [check for check in report.checks if check.outcome == "failed"]
    assert report.status == "failed"
    assert report.points < 10
    assert any(check.visibility == "hidden" for check in failed)
    if {check.id for check in failed} == {"by_hand"}:
        assert failed[0].message.endswith(exercise.by_hand.advice)
        return
    recognised = [check.mistake for check in failed if check.mistake is not None]
    assert {(mistake.id, mistake.advice) for mistake in recognised} == {
        (path.stem, load_mistake(exercise, f"mistakes/{path.name}").advice)
    }


def test_every_mistake_has_advice_that_is_its_own():
    advice = [ast.get_docstring(ast.parse(path.read_text("utf-8"))) for path in MISTAKES]
    assert all(advice)
    assert len(set(advice)) == len(advice)
