"""Which mistake a submission made: by what can be seen of it, and only when one alone fits."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
import torch
from msgspec.structs import replace

from grader.checks import probe
from grader.checks.runner import CheckRun
from grader.grading.diagnosis import Diagnosis
from grader.grading.explanations import bank
from grader.grading.explanations.bank import load_mistake, load_reference, mistake_paths
from grader.grading.explanations.components import Band, Component, Observed
from grader.grading.explanations.recognition import as_candidate
from grader.model import Comparison, Exercise, Explanation, Limits, Location
from grader.sandbox.call import Call
from grader.sandbox.exercise_functions import LocalFunctions, load_module
from grader.sandbox.failures import CheckFailed, StudentStopped
from grader.submission.student_files import Files
from grader.submission.submission import parse_submission

REFERENCE = """
import torch


def double(x):
    return 2 * x


def named(name):
    if name not in ("tanh", "relu"):
        raise ValueError(name)
    return 1.0 if name == "relu" else 5 / 3


def draw(count, generator):
    return torch.randn(count, generator=generator)


def total(x):
    return float(double(x).sum())
"""
FUNCTIONS = {"double": "tensor", "named": "number", "draw": "tensor", "total": "number"}
X = torch.tensor([1.0, 2.0, -3.0], dtype=torch.float64)
PROBES = (
    probe("double", X),
    probe("double", torch.tensor([0.5], dtype=torch.float64)),
    probe("named", "tanh"),
    probe("named", "step"),
    probe("draw", 50_000, torch.Generator().manual_seed(1)),
)
FAILING = Call("double", (torch.tensor([7.0], dtype=torch.float64),))
DRAWING = Call("draw", (10, torch.Generator().manual_seed(2)))


@pytest.fixture
def exercise(tmp_path, monkeypatch):
    """An exercise of which nothing is known from another test, which may have had other probes."""
    monkeypatch.setattr(bank, "_BANKS", {})
    (tmp_path / "mistakes").mkdir()
    (tmp_path / "reference.py").write_text(REFERENCE)
    return Exercise(
        name="exercise01",
        title="Play",
        functions=FUNCTIONS,
        checks=(),
        hints=(),
        limits=Limits(),
        by_hand=None,
        authored=tmp_path,
        released=tmp_path,
    )


class Student(LocalFunctions):
    """A submission in this process, on top of the reference."""

    def __init__(self, exercise, source):
        source = textwrap.dedent(source)
        module = load_module("exercise01", {"r.py": REFERENCE, "s.py": source})
        super().__init__(exercise, module)
        self.not_written = frozenset()
        path = Path("exercise01.py")
        self.submission = parse_submission(path, Files(source.encode(), {}), exercise)
        self.missing = frozenset()

    def defines(self, function):
        return function not in self.missing


def explained(exercise, student, failing=FAILING, probes=PROBES):
    """What is said of a submission that fails one check, at one call."""
    run = CheckRun("failed", None, "m", CheckFailed("m"), (failing,))
    diagnosis = Diagnosis(exercise, student, load_reference(exercise), probes)
    return diagnosis.explain({"check": run})


def names_of(explanations):
    """The names of all known mistakes that are told, joined; None where there is none."""
    return " + ".join(name for one in explanations for name in one.mistakes) or None


@pytest.fixture
def recognise(exercise):
    """The id of the mistake that a submission is taken for, the mistakes being given by name."""

    def recognise_one(source, *, failing=FAILING, probes=PROBES, **mistakes):
        for name, text in mistakes.items():
            (exercise.authored / "mistakes" / f"{name}.py").write_text(textwrap.dedent(text))
        return names_of(explained(exercise, Student(exercise, source), failing, probes))

    return recognise_one


SQUARES = "def double(x): return x * x"
TRIPLES = "def double(x): return 3 * x"


# ------------------------------------------------------------------------------ what is known


def test_mistake_is_run_on_top_of_the_reference_and_its_docstring_is_the_advice(exercise):
    path = exercise.authored / "mistakes" / "thrice.py"
    path.write_text('"""It looks\n    like  three.\n"""\n\n\ndef draw(x): return double(x) + x\n')
    mistake = load_mistake(exercise, f"mistakes/{path.name}")
    assert (mistake.id, mistake.advice) == ("thrice", "It looks like three.")
    assert mistake.functions.draw(torch.tensor(1.0)) == 3.0
    assert mistake.functions.double(torch.tensor(1.0)) == 2.0


def test_mistakes_are_found_in_order_and_only_where_the_solutions_are(exercise):
    for name in ("b", "a"):
        (exercise.authored / "mistakes" / f"{name}.py").write_text("")
    assert [path.stem for path in mistake_paths(exercise)] == ["a", "b"]
    released = Exercise(
        **{field: getattr(exercise, field) for field in exercise.__struct_fields__}
        | {"authored": None}
    )
    assert mistake_paths(released) == ()


def test_loading_a_mistake_leaves_the_reference_as_it_is(exercise):
    path = exercise.authored / "mistakes" / "wrong.py"
    path.write_text(TRIPLES)
    load_mistake(exercise, f"mistakes/{path.name}")
    assert load_reference(exercise).double(torch.tensor(1.0)) == 2.0


# ------------------------------------------------------------------------------ values


def test_mistake_that_gives_the_same_values_is_recognised(exercise):
    (exercise.authored / "mistakes" / "squares.py").write_text(
        '"""Twice,\nor squared?"""\n' + SQUARES
    )
    (exercise.authored / "mistakes" / "triples.py").write_text('"""Thrice."""\n' + TRIPLES)
    student = Student(exercise, "\n\ndef double(x): return x**2")
    assert explained(exercise, student) == (
        Explanation(
            function="double",
            of=None,
            kind="mistake",
            mistakes=("squares",),
            text="Twice, or squared?",
            location=Location("exercise01.py", 3),
            checks=("check",),
        ),
    )


@pytest.mark.parametrize(
    "source",
    [
        "def double(x): return 4 * x",  # nobody's mistake
        "def double(x): return x * x if x.numel() > 1 else 0 * x",  # on the failing call another
        "def double(x): return x * x if x.numel() == 1 else 2 * x",  # right on a probe
        "def double(x): return (x * x)[:1]",
        "def double(x): return (x * x).reshape(1, -1)",
        "def double(x): raise ValueError",
        "def double(x): return None",
        "def double(x): return x * x * (1 + 1e-7)",
        "def double(x): return x * float('nan')",
    ],
)
def test_submission_that_differs_somewhere_is_not_recognised(recognise, source):
    assert recognise(source, squares=SQUARES, triples=TRIPLES) is None


def test_rounding_does_not_hide_a_mistake(recognise):
    source = "def double(x): return (x * 0.1) * (x * 10)"
    assert recognise(source, squares=SQUARES, triples=TRIPLES) == "squares"


def test_mistakes_in_other_functions_do_not_count(recognise):
    assert recognise(SQUARES, named="def named(name): return 0.0", squares=SQUARES) == "squares"


def test_two_mistakes_that_look_the_same_are_none(recognise):
    assert recognise(SQUARES, squares=SQUARES, power="def double(x): return x**2") is None


def test_mistake_in_the_kind_of_value_is_recognised(recognise):
    assert (
        recognise("def double(x): return None", forgets="def double(x): pass", sq=SQUARES)
        == "forgets"
    )
    truth = "def double(x): return x > 0"
    assert recognise(truth, forgets="def double(x): pass", truth=truth) == "truth"


def test_infinity_and_nan_are_compared_as_values(recognise):
    source = "def double(x): return x / 0"
    assert (
        recognise(source, infinite="def double(x): return x * float('inf')", sq=SQUARES)
        == "infinite"
    )
    assert (
        recognise(source, negative="def double(x): return x * float('-inf')", infinite=SQUARES)
        is None
    )


# ------------------------------------------------------------------------------ the tie-breaks


IN_PLACE = "def double(x): return x.mul_(3)"
DETACHED = "def double(x): return (3 * x).detach()"
LEARNS = "def double(x): return 3 * x * torch.ones(1, requires_grad=True)"


@pytest.mark.parametrize(
    ("source", "name"), [(IN_PLACE, "in_place"), (TRIPLES, "plain"), (LEARNS, "learns")]
)
def test_same_values_are_told_apart_by_what_else_is_seen(recognise, source, name):
    assert recognise(source, in_place=IN_PLACE, plain=TRIPLES, learns=LEARNS) == name


@pytest.mark.parametrize(("source", "name"), [(TRIPLES, "plain"), (DETACHED, "detached")])
def test_same_values_are_told_apart_by_their_gradient(recognise, source, name):
    probes = (probe("double", X, gradient=torch.ones(3, dtype=torch.float64)),)
    assert recognise(source, probes=probes, plain=TRIPLES, detached=DETACHED) == name


RIGHT_IN_PLACE = "def double(x): return x.mul_(2)"
WRONG_GRADIENT = "def double(x): return 2 * x.detach() + 0 * x"


def test_changed_argument_is_recognised_by_the_argument(recognise):
    mistakes = {"in_place": RIGHT_IN_PLACE, "plain": TRIPLES}
    assert recognise(RIGHT_IN_PLACE, **mistakes) == "in_place"


def test_changed_argument_is_no_mistake_that_leaves_it_alone(recognise):
    source = "def double(x):\n    x += 1\n    return 2 * (x - 1)\n"
    elsewhere = "def named(name): return 0.0"  # its double is right
    assert recognise(source, elsewhere=elsewhere) is None
    assert recognise(source, in_place=RIGHT_IN_PLACE) is None


def test_wrong_gradient_is_no_mistake_with_the_right_one(recognise):
    failing = FAILING._replace(vjp_of=torch.ones(1, dtype=torch.float64))
    probes = (probe("double", X, gradient=torch.ones(3, dtype=torch.float64)),)
    given = {"failing": failing, "probes": probes}
    elsewhere = "def named(name): return 0.0"
    assert recognise(WRONG_GRADIENT, **given, elsewhere=elsewhere) is None
    assert recognise(WRONG_GRADIENT, **given, detached=WRONG_GRADIENT) == "detached"
    # Values without a graph, as numpy gives them, have no gradient to be wrong.
    without = "def double(x): return (2 * x).detach()"
    assert recognise(without, **given, detached=WRONG_GRADIENT) is None


# ------------------------------------------------------------------------------ exceptions


KEY_ERROR = "def named(name): return {'tanh': 5 / 3, 'relu': 1.0}[name]"
GAIN_ONE = "def named(name): return {'tanh': 5 / 3}.get(name, 1.0)"
NO_GAIN = "def named(name):\n    if name == 'step': raise ValueError\n    return 1.0\n"
UNKNOWN = Call("named", ("tan",))


@pytest.mark.parametrize(("source", "name"), [(KEY_ERROR, "key_error"), (GAIN_ONE, "gain_one")])
def test_wrong_exception_is_recognised(recognise, source, name):
    mistakes = {"key_error": KEY_ERROR, "gain_one": GAIN_ONE, "no_gain": NO_GAIN}
    assert recognise(source, failing=UNKNOWN, **mistakes) == name


def test_two_mistakes_in_one_function_are_both_named(recognise):
    both = "def named(name): return 1.0"
    mistakes = {"key_error": KEY_ERROR, "gain_one": GAIN_ONE, "no_gain": NO_GAIN}
    assert recognise(both, failing=UNKNOWN, **mistakes) == "no_gain + gain_one"


def test_text_of_an_exception_does_not_matter_but_its_kind_does(recognise):
    source = "def double(x): raise TypeError('of mine')"
    assert recognise(source, same="def double(x): raise TypeError('of yours')") == "same"
    assert recognise(source, same="def double(x): raise IndexError") is None


# ------------------------------------------------------------------------------ random functions


def drawing(expression):
    return f"import torch\n\n\ndef draw(count, generator): return {expression}\n"


DRAWS = {
    "narrow": drawing("0.9 * torch.randn(count, generator=generator)"),
    "shifted": drawing("0.1 + torch.randn(count, generator=generator)"),
    "uniform": drawing("3**0.5 * (2 * torch.rand(count, generator=generator) - 1)"),
    "flat": drawing("torch.randn(count, 1, generator=generator)"),
    "global_": drawing("torch.randn(count)"),
    "reseeds": drawing("torch.randn(count, generator=torch.Generator().manual_seed(3))"),
    "constant": drawing("torch.ones(count)"),
}
# The same from another stream, or otherwise written: what is seen is the same.
TWINS = {
    "narrow": drawing("torch.normal(0.0, 0.9, (count,), generator=generator)"),
    "shifted": drawing("torch.randn(2 * count, generator=generator)[count:] + 0.1"),
    "uniform": drawing("torch.empty(count).uniform_(-(3**0.5), 3**0.5, generator=generator)"),
    "flat": drawing("torch.randn(1, count, generator=generator).T"),
    "global_": drawing("torch.empty(count).normal_()"),
    "reseeds": drawing("torch.randn(count, generator=torch.Generator().manual_seed(4))"),
    "constant": drawing("torch.zeros(count) + 1"),
}


@pytest.mark.parametrize("name", DRAWS)
def test_random_mistake_is_recognised_by_its_moments_and_habits(recognise, name):
    assert recognise(TWINS[name], failing=DRAWING, **DRAWS) == name


@pytest.mark.parametrize(
    "expression",
    [
        "torch.randn(count, generator=generator)",
        "0.5 * torch.randn(count, generator=generator)",
        "torch.full((count,), float('nan'))",
        "torch.zeros(0)",
        "None",
    ],
)
def test_random_function_that_makes_no_known_mistake_is_not_recognised(recognise, expression):
    assert recognise(drawing(expression), failing=DRAWING, **DRAWS) is None


def test_spread_that_fits_in_one_regime_of_many_is_a_coincidence():
    spread = [Component("draw", "draw", "standard deviation", f"1={name}") for name in "abc"]
    reference = {one: {0: Band(1.0, 0.001)} for one in spread}
    student = {
        one: {0: Band(wide, 0.001)} for one, wide in zip(spread, (5.0, 6.0, 7.0), strict=True)
    }
    observed = Observed(student, reference, frozenset(spread))
    for wide, matches in (((5.0, 5.0, 5.0), set()), ((5.0, 6.0, 6.0), set(spread[:2]))):
        facts = {one: {0: Band(each, 0.001)} for one, each in zip(spread, wide, strict=True)}
        assert as_candidate(frozenset(("wide",)), facts, observed).matches == matches


def test_random_function_without_a_probe_is_not_recognised(recognise):
    given = {"failing": DRAWING, "probes": PROBES[:4], "narrow": DRAWS["narrow"]}
    assert recognise(DRAWS["narrow"], **given) is None


def test_function_that_is_missing_is_explained_by_its_checks_alone(exercise):
    student = Student(exercise, "def double(x): raise MissingFunction")
    assert "raises" in explained(exercise, student)[0].text
    student.missing = frozenset(("double",))
    assert explained(exercise, student) == ()


def test_global_random_state_is_left_as_it_was(recognise):
    before = torch.get_rng_state()
    recognise(TWINS["narrow"], failing=DRAWING, narrow=DRAWS["narrow"])
    assert torch.equal(torch.get_rng_state(), before)


# ------------------------------------------------------------------------------ laws of checks


def judged(*laws, of="double"):
    """Failed checks of `double` that compare its value; a law is "" where none fitted."""
    runs = {}
    for number, law in enumerate(laws):
        failure = CheckFailed("m", of=of, law=law)
        failure.is_explainable = law is not None
        runs[str(number)] = CheckRun("failed", None, "m", failure, (FAILING,))
    return runs


@pytest.mark.parametrize(
    ("laws", "is_told"),
    [
        (("too steep",), True),
        (("too steep", "too steep"), True),
        (("too steep", None), True),  # a check that asks for no law does not contradict it
        (("too steep", ""), False),
        (("", "too steep"), False),
        (("too steep", "too flat"), False),
    ],
)
def test_law_of_one_check_is_told_unless_another_check_contradicts_it(exercise, laws, is_told):
    student = Student(exercise, "def double(x): return 7.3 * x")
    diagnosis = Diagnosis(exercise, student, load_reference(exercise), PROBES)
    (one,) = diagnosis.explain(judged(*laws))
    assert ("too steep" in one.text) is is_told
    assert "too flat" not in one.text


@pytest.mark.parametrize(("laws", "is_told"), [(("too steep",), True), (("too steep", ""), False)])
def test_law_of_checks_alone_is_not_told_where_another_check_contradicts_it(
    exercise, laws, is_told
):
    student = Student(exercise, "def double(x): return 7.3 * x")
    found = Diagnosis(exercise, student, load_reference(exercise), ()).explain(judged(*laws))
    assert bool(found) is is_told


def test_numbers_of_a_visible_check_tell_a_law_where_there_are_no_probes(exercise):
    student = Student(exercise, "def double(x): return -2 * x")
    numbers = Comparison("slope", None, (0.2, -1.7, 3.1), (-0.2, 1.7, -3.1))
    failure = CheckFailed(comparison=numbers)
    runs = {"table": CheckRun("failed", None, failure.message, failure, (FAILING,))}
    (one,) = Diagnosis(exercise, student, load_reference(exercise), ()).explain(runs)
    assert one.text.startswith("slope: the sign is the opposite")


# ------------------------------------------------------------------------------ through another


USES = "def total(x): return float(double(x).sum())"
AVERAGES = "def total(x): return float(double(x).mean())"
CALLS_AND_AVERAGES = "def total(x): double(x); return float((2 * x).mean())"
ALONE = "def total(x): return float((x * x).sum())"


@pytest.mark.parametrize(
    ("source", "functions"),
    [
        (f"{SQUARES}\n{USES}", {"double"}),
        (f"def double(x): return 7.3 * x\n{USES}", {"double"}),  # a law of both
        (f"{SQUARES}\n{ALONE}", {"double", "total"}),
        (ALONE, {"total"}),
        (f"{SQUARES}\n{CALLS_AND_AVERAGES}", {"double", "total"}),
        (f"{SQUARES}\n{AVERAGES}", {"double"}),  # nobody knows before double is right
    ],
)
def test_function_that_is_wrong_through_another_is_not_explained(exercise, source, functions):
    mistakes = {"squares": SQUARES, "averages": AVERAGES}
    for name, text in mistakes.items():
        (exercise.authored / "mistakes" / f"{name}.py").write_text(text)
    probes = (*PROBES, probe("total", X[:2]))
    explanations = explained(exercise, Student(exercise, source), probes=probes)
    assert {one.function for one in explanations} == functions


GAINS = """
import torch


def gain(kind):
    if kind not in ("tanh", "relu"):
        raise ValueError(kind)
    return 2.0 if kind == "relu" else 5 / 3


def scaled(x, kind):
    return x * gain(kind)
"""
HALF_A_GAIN = 'def gain(kind): return 3.7 if kind == "relu" else 5 / 3'
ONE_GAIN = "def gain(kind): return 3.7"
SHIFTS = "def scaled(x, kind): return x * gain(kind) + 0.3"


@pytest.mark.parametrize(
    ("source", "functions"),
    [
        (f"{HALF_A_GAIN}\ndef scaled(x, kind): return x * gain(kind)", {"gain"}),
        (f"{HALF_A_GAIN}\n{SHIFTS}", {"gain", "scaled"}),
        (f"{ONE_GAIN}\n{SHIFTS}", {"gain"}),  # nobody knows before it is right
    ],
)
def test_own_mistake_is_told_where_what_the_function_uses_is_right(exercise, source, functions):
    (exercise.authored / "reference.py").write_text(GAINS)
    for name, text in {"half": HALF_A_GAIN, "none": ONE_GAIN}.items():
        (exercise.authored / "mistakes" / f"{name}.py").write_text(text)
    both = replace(exercise, functions={"gain": "number", "scaled": "tensor"})
    probes = [probe("gain", kind) for kind in ("tanh", "relu")]
    probes += [probe("scaled", part, kind) for part in (X, X[:2]) for kind in ("tanh", "relu")]
    explanations = explained(both, Student(both, source), probes[0], probes)
    assert {one.function for one in explanations} == functions


# ------------------------------------------------------------------------------ the student's side


class Counting(Student):
    """A student whose calls are counted, or that dies at one."""

    def __init__(self, exercise, source, *, dies=False):
        super().__init__(exercise, source)
        self.calls = 0
        self.dies = dies

    def observe_call(self, call, *, arguments_back=False):
        self.calls += 1
        if self.dies:
            raise StudentStopped("stopped after 5 s in double", "time", limit=True)
        return super().observe_call(call, arguments_back=arguments_back)


def counting(exercise, **options):
    for name, text in (("squares", SQUARES), ("triples", TRIPLES)):
        (exercise.authored / "mistakes" / f"{name}.py").write_text(text)
    return Counting(exercise, SQUARES, **options)


def test_every_probe_is_called_once_however_many_checks_fail(exercise):
    student = counting(exercise)
    run = CheckRun("failed", None, "m", CheckFailed("m"), (FAILING,))
    diagnosis = Diagnosis(exercise, student, load_reference(exercise), PROBES)
    (one,) = diagnosis.explain({"first": run, "second": run, "third": run})
    assert (one.mistakes, one.checks) == (("squares",), ("first", "second", "third"))
    drawn = 1 + 3  # a draw is looked at four times
    assert student.calls <= len(PROBES) - 1 + drawn + 3


def test_probes_are_not_changed_by_a_submission_that_works_in_place(recognise):
    before = [call.copy() for call in PROBES]
    recognise(IN_PLACE, in_place=IN_PLACE, plain=TRIPLES)
    for call, copied in zip(PROBES, before, strict=True):
        for now, then in zip(call.arguments, copied.arguments, strict=True):
            if isinstance(now, torch.Tensor):
                assert torch.equal(now, then)
            elif isinstance(now, torch.Generator):
                assert torch.equal(now.get_state(), then.get_state())


def test_student_that_dies_on_a_probe_is_not_explained(exercise):
    assert explained(exercise, counting(exercise, dies=True)) == ()


def test_course_without_mistakes_recognises_none(recognise):
    assert recognise(SQUARES) is None


# ------------------------------------------------------------------------------ many students


def test_mistake_is_asked_once_for_all_students(recognise, tmp_path):
    log = tmp_path / "log"
    counting = f"""
        def double(x):
            with open({str(log)!r}, "a") as file:
                file.write(".")
            return x * x
    """
    assert recognise(SQUARES, squares=counting) == "squares"
    asked = log.read_text()
    assert len(asked) == len([probe for probe in PROBES if probe.function == "double"]) + 1
    assert recognise("def double(x): return x ** 2") == "squares"
    assert recognise(TRIPLES) is None
    assert log.read_text() == asked
    other = Call("double", (torch.tensor([9.0], dtype=torch.float64),))
    assert recognise(SQUARES, failing=other) == "squares"
    assert len(log.read_text()) == len(asked) + 1


def test_mistake_that_has_changed_is_asked_anew(recognise):
    assert recognise(SQUARES, wrong=SQUARES) == "wrong"
    assert recognise(SQUARES, wrong=TRIPLES) is None
    assert recognise(TRIPLES) == "wrong"


def test_draws_of_a_mistake_do_not_depend_on_earlier_students(exercise):
    path = exercise.authored / "mistakes" / "global.py"
    path.write_text("import torch\n\n\ndef draw(count, generator): return torch.randn(count)\n")
    shown = []
    for _ in range(2):
        known = bank.Bank(exercise)
        known.probes = PROBES
        torch.rand(7 + len(shown))
        shown.append(known.facts(known.mistakes[0], "draw"))
    assert shown[0] == shown[1]


def test_what_is_kept_of_mistakes_is_bounded(exercise, monkeypatch):
    monkeypatch.setattr(bank, "MAX_KEPT", 8)
    (exercise.authored / "mistakes" / "squares.py").write_text(SQUARES)
    known = bank.Bank(exercise)
    known.probes = PROBES
    for number in range(20):
        call = Call("double", (torch.full((2,), float(number)),))
        facts = known.facts(known.mistakes[0], "double", (call,))
        value = next(facts[one] for one in facts if one.kind == "value")
        assert value[len(PROBES)][0] == number**2
        assert len(known._facts) <= 8
