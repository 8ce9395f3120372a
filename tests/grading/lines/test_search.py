"""The line where a value goes wrong: found by small changes, silent where it is not certain."""

from __future__ import annotations

import textwrap
import time

import pytest
import torch

from grader.course.course import find_course, load_exercise
from grader.grading.explanations.components import Observed, is_wrong
from grader.grading.explanations.facts import observe
from grader.grading.grade import grade
from grader.grading.lines import search as line_search
from grader.grading.lines.search import Budget, suspects_of
from grader.model import Exercise, Limits, Location
from grader.report import line_wording
from grader.sandbox.call import Call
from grader.sandbox.exercise_functions import LocalFunctions, load_module
from grader.sandbox.student import Student
from grader.submission.submission import read_submission

REFERENCE = """
import torch

def f(x, y, cache):
    n = x.shape[0]
    centred = x - x.mean(0)
    first = (centred * y).sum(0) / n
    second = cache["a"] * centred.abs().sqrt() + cache["b"] * 3
    return first, second

def names(values):
    return {key for key, value in values.items() if value > 0.5}

def loss(p):
    surprise = p.log()
    return -surprise.mean()
"""
RIGHT = textwrap.dedent(REFERENCE)
FUNCTIONS = {"f": ("first", "second"), "names": "names", "loss": "tensor"}


def draw(*shape, seed):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def call_of_f(rows, seed):
    cache = {"a": draw(2, seed=seed + 2).abs() + 1, "b": draw(2, seed=seed + 3), "c": 0.7}
    x = draw(rows, 2, seed=seed)
    cache["root"] = (x - x.mean(0)).abs().sqrt()
    return Call("f", (x, draw(rows, 2, seed=seed + 1), cache))


CALLS = {
    "loss": tuple(enumerate(Call("loss", (draw(rows, seed=rows).abs(),)) for rows in (5, 3))),
    "f": tuple(enumerate(call_of_f(rows, 10 * rows) for rows in (5, 3, 4))),
    "names": tuple(
        enumerate(
            Call("names", ({"p": torch.tensor(p), "q": torch.tensor(q), "r": torch.tensor(r)},))
            for p, q, r in ((0.2, 0.5, 0.9), (0.5, 0.5, 0.1), (0.5, 0.7, 0.3))
        )
    ),
}


@pytest.fixture
def suspects(tmp_path, launcher):
    """The suspects of one function of a source text, and the student that it became."""
    exercise = Exercise(
        name="exercise01",
        title="Play",
        functions=FUNCTIONS,
        checks=(),
        hints=(),
        limits=Limits(call_seconds=0.5),
        by_hand=None,
        authored=None,
        released=tmp_path,
    )
    opened = []

    def find(source, function="f"):
        path = tmp_path / "draft.py"
        path.write_text(source, "utf-8")
        student = Student(exercise, read_submission(path, exercise), launcher)
        opened.append(student)
        reference = LocalFunctions(exercise, load_module("exercise01", {"r.py": REFERENCE}))
        want = observe(reference, CALLS[function])
        got = observe(student, CALLS[function], want)
        components = got.keys() | {one for one in want if one.kind == "name"}
        wrong = frozenset(one for one in components if is_wrong(one, got, want, strict=False))
        found = suspects_of(student, Observed(got, want, wrong), CALLS[function], Budget())
        return found, student, wrong

    yield find
    for student in opened:
        student.close()


def line_with(text, source):
    """The number of the one line that holds a text."""
    (number,) = (n for n, line in enumerate(source.splitlines(), 1) if text in line)
    return number


SLIPS = {
    "name": ("(centred * y).sum", "(centred * x).sum", "name"),
    "key": ('cache["a"] *', 'cache["c"] *', "name"),
    "operator": (".sum(0) / n", ".sum(0) * n", "operator"),
    "sign": ('sqrt() + cache["b"]', 'sqrt() - cache["b"]', "sign"),
    "number": ("* 3", "* 4", "number"),
    "axis": ("x.mean(0)", "x.mean()", "axis"),
    "function": ("abs().sqrt()", "abs().square()", "function"),
    "missing call": (".abs().sqrt()", ".abs()", "missing"),
    "missing factor": ('second = cache["a"] * ', "second = ", "missing"),
    "sum for a mean": (".sum(0) / n", ".sum(0)", "function"),
    "mean for a sum": (".sum(0) / n", ".mean(0) / n", "function"),
    "brackets": (
        'cache["a"] * centred.abs().sqrt() + cache["b"] * 3',
        'cache["a"] * (centred.abs().sqrt() + cache["b"] * 3)',
        "order",
    ),
    "operand of a call": (
        'cache["a"] * centred.abs().sqrt()',
        '(cache["a"] * centred.abs()).sqrt()',
        "order",
    ),
    "factor too much": (".sum(0) / n", ".sum(0) / n / n", "surplus"),
    "call too much": ("centred.abs()", "centred.abs().exp()", "surplus"),
    "term too much": ("(centred * y).sum", "((centred + y) * y).sum", "surplus"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_line_and_kind_of_a_slip_are_found(suspects, slip):
    right, wrong, kind = SLIPS[slip]
    assert RIGHT.count(right) == 1
    source = RIGHT.replace(right, wrong)
    found, _, _ = suspects(source)
    assert [one.line for one in found] == [line_with(wrong, source)]
    assert found[0].kind in (kind, "")


@pytest.mark.parametrize(
    ("definition", "line"),
    [
        ("root = torch.abs(centred)", "* root +"),  # it is what it says: the root is missing later
        ("root = abs(x - x.mean(0))", "root ="),  # what the name stands for is not made
    ],
)
def test_missing_step_is_where_the_name_or_the_use_is_wrong(suspects, definition, line):
    source = RIGHT.replace("centred.abs().sqrt()", "root").replace(
        "    second =", f"    {definition}\n    second ="
    )
    found, _, _ = suspects(source)
    assert [one.line for one in found] == [line_with(line, source)]
    assert found[0].kind == "missing"


def test_value_that_is_given_does_not_hide_where_the_own_one_goes_wrong(suspects):
    """The cache holds the root, too; the slips are in the line that makes it anew."""
    source = RIGHT.replace("centred.abs().sqrt()", "root").replace(
        "    second =", "    root = centred.square() + 7.0\n    second ="
    )
    found, _, _ = suspects(source)
    assert found == ()


def test_minus_of_a_result_is_missing_where_that_is_returned(suspects):
    source = RIGHT.replace("return -surprise.mean()", "return surprise.mean()")
    found, _, _ = suspects(source, "loss")
    assert [one.line for one in found] == [line_with("return surprise.mean()", source)]
    assert found[0].kind == "sign"


def test_submission_is_afterwards_what_it_was(suspects):
    found, student, _ = suspects(RIGHT.replace("* 3", "* 4"))
    assert found
    (_, call), *_ = CALLS["f"]
    _, second = student.f(*call.arguments)
    cache = call.arguments[2]
    centred = call.arguments[0] - call.arguments[0].mean(0)
    assert torch.allclose(second, cache["a"] * centred.abs().sqrt() + cache["b"] * 4)


def test_exchanged_results_are_an_order(suspects):
    source = RIGHT.replace("sqrt() + cache", "sqrt().sum(0) + cache").replace(
        "return first, second", "return second, first"
    )
    found, _, wrong = suspects(source)
    assert {one.name for one in wrong} == {"first", "second"}
    # `second` is wrong in two ways, `first` in one: this line cures it alone.
    assert [(one.line, {each.name for each in one.components}) for one in found] == [
        (line_with("return second, first", source), {"first"})
    ]


def test_comparison_and_a_set_of_names(suspects):
    source = RIGHT.replace("value > 0.5", "value >= 0.5")
    found, _, _ = suspects(source, "names")
    assert [(one.line, one.kind) for one in found] == [(line_with(">=", source), "comparison")]


def test_right_function_has_no_line(suspects):
    assert suspects(RIGHT)[0] == ()


def test_function_wrong_in_many_ways_has_no_line(suspects):
    source = RIGHT.replace(".sum(0) / n", ".cos().sum(0) * 17.3").replace(
        "return first, second", "return first, second.sin() * 0.123 + 5"
    )
    assert suspects(source)[0] == ()


def test_two_slips_of_two_results_have_two_lines(suspects):
    source = RIGHT.replace("(centred * y)", "(centred * x)").replace("* 3", "* 4")
    found, _, _ = suspects(source)
    told = {next(iter(one.components)).name: one.line for one in found}
    assert told == {
        "first": line_with("(centred * x)", source),
        "second": line_with("* 4", source),
    }


def test_same_change_of_two_results_has_no_line(suspects):
    """What both use may be wrong; it is not known where."""
    source = RIGHT.replace(") / n", ") / scale(n)").replace("* 3", "* 3 / scale(n) * n")
    source += "\ndef scale(n):\n    return n * 0.77 + 0.123\n"
    assert suspects(source)[0] == ()


def test_line_of_a_helper_is_found(suspects):
    source = RIGHT.replace("x - x.mean(0)", "center(x)")
    source += "\ndef center(values):\n    return values + values.mean(0)\n"
    found, _, _ = suspects(source)
    assert [(one.line, one.kind) for one in found] == [(line_with("values +", source), "sign")]


def test_lines_that_tie_are_all_told(suspects):
    source = RIGHT.replace('+ cache["b"] * 3', "+ part").replace(
        "    second", '    part = -(cache["b"] * 3)\n    second'
    )
    (found,), _, _ = suspects(source)
    first = line_with("part = ", source)
    assert found.lines == (first, first + 1)
    assert found.line is None


def test_factor_of_two_in_a_chain_has_no_line(suspects):
    """The 2 may be wrong, or 1/2 may be missing in the line before."""
    source = RIGHT.replace("centred.abs().sqrt()", "root * 2").replace(
        "    second =", "    root = centred.abs() ** 0.5\n    second ="
    )
    (found,), _, _ = suspects(source)
    assert found.line is None
    assert set(found.lines) == {line_with("root =", source), line_with("root * 2", source)}


def test_way_around_a_definition_is_not_believed_where_that_can_be_mended(suspects):
    """`y` in place of `shifted` is right, too; but so is 1 in place of 2."""
    source = RIGHT.replace("(centred * y)", "(centred * shifted)").replace(
        "    n = x", "    shifted = y**2\n    n = x"
    )
    (found,), _, _ = suspects(source)
    assert found.line == line_with("shifted = ", source)


def test_only_use_of_a_name_and_its_definition_tie(suspects):
    source = RIGHT.replace("(centred * y)", "(centred * clipped)").replace(
        "    n = x", "    clipped = y.clamp(-0.1, 0.1)\n    n = x"
    )
    (found,), _, _ = suspects(source)
    assert found.lines == (line_with("clipped = ", source), line_with("* clipped", source))
    assert found.line is None


def test_line_that_did_not_run_is_never_told(suspects):
    source = RIGHT.replace(
        "    n = x.shape[0]\n",
        "    n = x.shape[0]\n    if n > 99:\n        return x * 2, y * 3\n",
    ).replace("* y)", "* x)")
    (found,), _, _ = suspects(source)
    assert found.line == line_with("(centred * x)", source)


@pytest.mark.usefixtures("unhurried")
def test_search_ends_by_the_number_of_calls(suspects, monkeypatch):
    """A turn that cannot be tried to its end is not begun: a half may leave one line of two."""
    source = RIGHT.replace("* 3", "* 4")
    monkeypatch.setattr(line_search, "MAX_CALLS", 10)
    assert suspects(source)[0] == ()
    monkeypatch.setattr(line_search, "MAX_CALLS", 1_000)
    assert len(suspects(source)[0]) == 1


def test_turn_that_the_clock_ends_has_no_line(suspects, monkeypatch):
    monkeypatch.setattr(line_search, "CPU_SECONDS", 0.0)
    assert suspects(RIGHT.replace("* 3", "* 4"))[0] == ()


# ------------------------------------------------------------------------------ submissions


WRONG = RIGHT.replace("* 3", "* 4")
FORGER = """
import os, sys, time
worker = sys.modules["grader.sandbox.worker"]
counts = {{}}

def forged(*operands):
    {forgery}

worker._OPERATIONS[{operation!r}] = forged
"""
GARBAGE = {
    "nothing": ("try", "return None"),
    "a number": ("try", "return 3.0"),
    "no values": ("try", "return (0.0, [])"),
    "values of another type": ("try", "return (0.0, [1.5] * 3)"),
    "too many values": ("try", "return (0.0, [b'N'] * 4000)"),
    "bytes that are no value": ("try", "return (0.0, [b'Z' * 9] * len(operands[1]))"),
    "large values": ("try", "return (0.0, [bytes(70_000)] * 3)"),
    "time that is none": ("try", "return (float('nan'), [])"),
    "negative time": ("try", "return (-1e9, [])"),
    "right values for all": ("try", "return (0.0, [worker.wire.frame((1.0, 2.0))[4:]])"),
    "an exception": ("try", "raise ValueError('no')"),
    "the end": ("try", "os._exit(3)"),
    "never": ("try", "time.sleep(60)"),
    "busy for ever": ("try", "\n    while True: pass"),
    "lines that are none": ("lines", "return 'all'"),
    "lines without end": ("lines", "\n    while True: pass"),
    "all the memory": ("lines", "return bytearray(1 << 40)"),
    "no edit": ("edit", "return 'done'"),
    "never an edit": ("edit", "time.sleep(60)"),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_forged_reply_is_silence(suspects, kind, monkeypatch):
    operation, forgery = GARBAGE[kind]
    monkeypatch.setattr(line_search, "WALL_SECONDS", 1.0)  # five of them wait for it
    start = time.monotonic()
    found, student, wrong = suspects(WRONG + FORGER.format(operation=operation, forgery=forgery))
    assert wrong
    assert found == ()
    assert not student.limit_hit
    assert time.monotonic() - start < 1.0 + 5


def test_submission_without_the_forgery_has_a_line(suspects):
    assert suspects(WRONG + FORGER.format(operation="none", forgery="pass"))[0] != ()


def test_change_that_makes_a_loop_endless_costs_only_itself(suspects):
    source = RIGHT.replace(
        "    n = x.shape[0]\n", "    n = 0\n    while n < x.shape[0]:\n        n += 1\n"
    ).replace("* 3", "* 4")
    found, student, _ = suspects(source)
    assert [one.line for one in found] == [line_with("* 4", source)]
    assert not student.limit_hit


def test_what_changes_print_is_not_printed(suspects):
    found, student, _ = suspects(WRONG.replace("    n = x", "    print('called')\n    n = x"))
    assert found
    assert student.output == "called\n" * len(CALLS["f"])


# ------------------------------------------------------------------------------ reports


@pytest.fixture
def report_on(toy_course, tmp_path, launcher):
    """The report on a file of the toy course."""
    exercise = load_exercise(find_course(toy_course), "1")

    def report(name, data, **options):
        path = tmp_path / name
        path.write_bytes(data)
        return grade(exercise, read_submission(path, exercise), launcher, **options)

    return report


TRIPLES = "def double(x):\n    y = x\n    return 3 * y\n"


def test_line_is_the_location_of_the_explanation_and_of_the_check(report_on):
    report = report_on("draft.py", TRIPLES.encode())
    (explanation,) = report.explanations
    assert explanation.location is not None
    assert explanation.location.line == 3
    failed = [check for check in report.checks if check.outcome == "failed"]
    assert failed
    assert {check.location.line for check in failed} == {3}


def test_without_lines_the_location_is_the_function(report_on):
    report = report_on("draft.py", TRIPLES.encode(), lines=False)
    (explanation,) = report.explanations
    assert explanation.location.line == 1
    assert report.points == report_on("draft.py", TRIPLES.encode()).points


def test_line_of_a_notebook_is_that_of_its_cell(report_on, as_notebook):
    report = report_on("draft.ipynb", as_notebook("import torch", TRIPLES))
    assert (report.explanations[0].location.cell, report.explanations[0].location.line) == (2, 3)


def test_words_name_the_quantity_the_place_and_the_kind():
    one, two = Location("a.py", 12), Location("a.py", 10)
    assert line_wording.suspect("dgamma", [one], "name") == (
        "For dgamma, look at line 12: one name there is not the right one."
    )
    assert line_wording.suspect("dx", [two, one], "missing") == (
        "For dx, look between lines 10 and 12: something is missing there."
    )
    cell = Location("a.ipynb", 3, 2)
    assert line_wording.suspect("dx", [cell], "") == (
        "For dx, look in cell 2 at line 3: one small thing there is not right."
    )


def test_lines_are_not_searched_where_no_probes_are(report_on, toy_course):
    hidden = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    text = hidden.read_text("utf-8")
    hidden.write_text(text.replace("PROBES = (probe(", "UNUSED = (probe("), "utf-8")
    report = report_on("draft.py", TRIPLES.encode())
    assert (report.status, report.points) == ("failed", 0)
    assert all(one.kind != "line" for one in report.explanations)
