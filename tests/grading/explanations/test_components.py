"""What can be seen of a function, component by component, and whether two of them agree."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from grader.checks import probe
from grader.grading.explanations.components import (
    REFUSED,
    Band,
    Component,
    Returned,
    agrees,
    is_alike,
    is_float32,
    is_informative,
    is_wrong,
    regime_of,
)
from grader.grading.explanations.facts import observe

ROWS = torch.tensor([[1.0, 2.0], [4.0, -3.0], [0.5, 0.25]], dtype=torch.float64)
X = torch.tensor([1.5, -2.0, 3.25], dtype=torch.float64)


@pytest.fixture
def seen(functions_of):
    """`seen(source, *calls)`: the facts of the reference, and those of the source beside it."""

    def observed(source, *calls):
        numbered = list(enumerate(calls))
        reference = observe(functions_of(), numbered)
        return reference, observe(functions_of(source), numbered, reference)

    return observed


def wrong(reference, student, *, strict=False):
    """(kind, name, regime) of every component that is wrong."""
    everything = reference.keys() | student.keys()
    return {one[1:] for one in everything if is_wrong(one, student, reference, strict=strict)}


# ------------------------------------------------------------------------------ members, regimes


def test_each_member_of_a_tuple_is_right_or_wrong_by_itself(seen):
    source = "def moments(x, training=True): return x.mean(0), x.var(0) + 1"
    assert wrong(*seen(source, probe("moments", ROWS))) == {("value", "spread", "")}


def test_calls_with_other_switches_are_other_components(seen):
    source = "def moments(x, training=True): return x.mean(0), x.var(0)"
    calls = probe("moments", ROWS, training=True), probe("moments", ROWS, training=False)
    found = wrong(*seen(source, *calls))
    assert found == {(("value"), name, "training=False") for name in ("mean", "spread")}


def test_regime_is_of_switches_words_and_none_alone():
    call = probe("scaled", X, 2.0, None, mode="fast", eps=1e-5, training=True)
    assert regime_of(call) == "2=None,mode=fast,training=True"
    assert regime_of(probe("scaled", X, 2.0)) == ""


def test_right_function_has_no_wrong_component(seen):
    calls = probe("moments", ROWS), probe("moments", ROWS[:1]), probe("chosen", {"a": 1.0})
    assert wrong(*seen("", *calls), strict=True) == set()


# ------------------------------------------------------------------------------ sets of names


def test_set_is_looked_at_name_by_name(seen):
    source = "def chosen(kinds): return {'surplus'} | (set(kinds) - {'b'})"
    found = wrong(*seen(source, probe("chosen", {"a": 1.0, "b": 2.0})))
    assert found == {("name", "b", ""), ("name", "surplus", "")}


def test_set_that_is_never_returned_has_no_wrong_names(seen):
    found = wrong(*seen("def chosen(kinds): raise KeyError", probe("chosen", {"a": 1.0})))
    assert found == {("exception", "", "")}


# ------------------------------------------------------------------------------ exceptions


def test_exception_on_refused_inputs_is_a_component_of_its_own(seen):
    source = """
        def moments(x, training=True):
            if len(x) < 2:
                raise IndexError
            return x.mean(0), x.var(0) + 1
    """
    found = wrong(*seen(source, probe("moments", ROWS), probe("moments", ROWS[:1])))
    assert found == {("exception", "", REFUSED), ("value", "spread", "")}


def test_answer_where_the_reference_raises_is_told_by_its_digits(seen):
    source = "def moments(x, training=True): return x.mean(0), x.mean(0)"
    calls = (probe("moments", ROWS[:1]),)
    reference, student = seen(source, *calls)
    (component,) = (one for one in student if one.kind == "exception")
    assert wrong(reference, student) == {("exception", "", REFUSED)}
    assert isinstance(student[component][0], Returned)
    _, other = seen("def moments(x, training=True): return 7 * x.mean(0), x.mean(0)", *calls)
    assert agrees(component, student, seen(source, *calls)[1], reference)
    assert not agrees(component, student, other, reference)


def test_values_are_compared_only_where_both_return(seen):
    source = """
        def double(x):
            if len(x) == 1:
                raise ValueError
            return 2 * x
    """
    assert wrong(*seen(source, probe("double", X), probe("double", X[:1]))) == {
        ("exception", "", "")
    }


def test_kind_of_a_value_counts_as_an_exception_does(seen):
    reference, student = seen("def double(x): return None", probe("double", X))
    assert wrong(reference, student) == {("exception", "", "")}
    _, other = seen("def double(x): return x > 0", probe("double", X))
    assert not agrees(Component("double", "exception", "", ""), student, other, reference)


# ------------------------------------------------------------------------------ arguments, graphs


@pytest.mark.parametrize(
    ("source", "position"),
    [
        ("def scaled(x, factor, table): return x.mul_(factor)", "0"),
        ("def scaled(x, factor, table): table['a'] += 1; return factor * x", "2"),
        ("def scaled(x, factor, table): table['new'] = 1; return factor * x", "2"),
        ("def scaled(x, factor, table): del table['a']; return factor * x", "2"),
    ],
)
def test_argument_that_changes_is_a_component(seen, source, position):
    found = wrong(*seen(source, probe("scaled", X, 3.0, {"a": torch.ones(2)})))
    assert found == {("argument", position, "")}


def test_nan_in_an_argument_is_no_change(seen):
    x = torch.tensor([float("nan"), 1.5], dtype=torch.float64)
    assert wrong(*seen("", probe("double", x))) == set()


GRADIENT = (probe("double", X, gradient=torch.tensor([1.0, 2.0, 0.5], dtype=torch.float64)),)


def test_gradient_is_wrong_where_the_values_are_right(seen):
    source = "def double(x): return x + x.detach()"
    assert wrong(*seen(source, *GRADIENT)) == {("gradient", "0", "")}


def test_answer_without_a_graph_has_no_gradient_to_be_wrong(seen):
    source = "def double(x): return torch.as_tensor(2 * x.detach().numpy())"
    assert wrong(*seen(source, *GRADIENT)) == set()


def test_graph_that_is_kept_is_a_component(seen):
    source = "def double(x): return 2 * x * torch.ones(1, requires_grad=True)"
    assert wrong(*seen(source, probe("double", X))) == {("kept", "", "")}


# ------------------------------------------------------------------------------ draws


def draw_of(source):
    return f"def draw(count, generator): return {source}"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("torch.randn(count, generator=generator)", set()),
        ("torch.normal(0.0, 1.0, (count,), generator=generator)", set()),
        ("2 * torch.randn(count, generator=generator)", {"standard deviation"}),
        ("torch.randn(count, generator=generator) + 0.2", {"mean"}),
        ("(12**.5) * (torch.rand(count, generator=generator) - .5)", {"kurtosis"}),
        ("torch.randn(count, 1, generator=generator)", {"shape"}),
        ("torch.randn(count)", {"repeats"}),
        ("torch.randn(count, generator=torch.Generator().manual_seed(3))", {"moves on"}),
    ],
)
def test_draw_is_wrong_in_what_can_be_seen_of_many_numbers(seen, source, names):
    with torch.random.fork_rng():
        found = wrong(*seen(draw_of(source), probe("draw", 20_000, torch.Generator())))
    assert found == {("draw", name, "") for name in names}


# ------------------------------------------------------------------------------ likeness

THIRDS = np.array([1 / 3, 2 / 3, 100 / 7])


def test_numbers_are_alike_up_to_rounding_of_float64():
    assert is_alike(THIRDS * (1 + 1e-11), THIRDS)
    assert not is_alike(THIRDS * (1 + 1e-7), THIRDS)
    assert not is_alike(THIRDS[:2], THIRDS)


def test_exact_float32_is_alike_up_to_its_own_rounding_unless_strict():
    single = THIRDS.astype(np.float32).astype(np.float64)
    assert is_float32(single)
    assert is_alike(single, THIRDS)
    assert not is_alike(single, THIRDS, strict=True)


def test_percentage_and_complement_of_float32_are_float32():
    single = np.array([np.float32(1 / 3), np.float32(0.7)], dtype=np.float64)
    assert is_float32(100 * single)
    assert is_float32(1 - single)


def test_round_numbers_and_float64_are_not_taken_for_float32():
    assert not is_float32(np.array([0.5, 3.0, 0.0]))
    assert not is_float32(THIRDS)


def test_nan_and_infinity_are_alike_only_in_their_places():
    one = np.array([np.nan, np.inf, 1.0])
    assert is_alike(one, one.copy())
    assert not is_alike(one, np.array([np.nan, -np.inf, 1.0]))
    assert not is_alike(np.array([1.0, np.inf, 1.0]), one)


def test_bands_are_alike_within_their_errors():
    assert is_alike(Band(1.0, 0.01), Band(1.1, 0.01))
    assert not is_alike(Band(1.0, 0.01), Band(1.2, 0.01))
    assert is_alike(Band(0.0, 0.0), Band(0.0, 0.0))


def test_facts_of_other_kinds_are_not_alike():
    assert not is_alike(True, "True")
    assert not is_alike(np.array([1.0]), True)
    assert is_alike((2, 3), (2, 3))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({0: np.array([0.0, 1.0, -1.0, np.nan])}, False),
        ({0: np.array([0.0, 1.0]), 1: np.array([0.5])}, True),
        ({0: Band(0.0, 0.0)}, False),
        ({0: Band(0.7, 0.1)}, True),
        ({0: "ValueError"}, True),
    ],
)
def test_agreeing_in_zero_one_or_nan_is_no_evidence(facts, expected):
    assert is_informative(Component("double", "value", "", ""), facts) is expected


def test_habit_of_a_draw_is_no_evidence():
    assert not is_informative(Component("draw", "draw", "repeats", ""), {0: False})
