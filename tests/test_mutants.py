"""The mutants of a reference: which edits are made, what they are called, how they are tallied."""

from __future__ import annotations

import ast
import importlib
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"

SOURCE = '''\
"""A module's docstring, with 1 number."""

import torch

NAMES = ("a", "b")  # given to students: not theirs to get wrong


def scale(x, factor=2):
    """Return x * 2, or x + 1.

    >>> scale(1)
    2
    """
    # BEGIN SOLUTION
    if x > 0:
        raise ValueError(f"got {x + 1}")
    return x * factor
    # END SOLUTION
'''


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """A module of benchmarks/, found as its script finds it: beside itself."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module


@pytest.fixture
def mutate(load: Callable[[str], ModuleType]) -> Callable[[str], Any]:
    return load("mutation").mutate


@pytest.fixture
def edits(mutate: Callable[[str], Any]) -> Callable[..., set[str]]:
    """The edits of a function with one parameter x and this body."""

    def made(body: str, parameters: str = "x") -> set[str]:
        return {mutant.edit for mutant in mutate(solution(body, parameters))}

    return made


def solution(body: str, parameters: str = "x") -> str:
    lines = textwrap.indent(body, "    ")
    return f"def f({parameters}):\n    # BEGIN SOLUTION\n{lines}\n    # END SOLUTION\n"


@pytest.mark.parametrize(
    ("body", "edit"),
    [
        ("return x + 7.5", "x + 7.5 -> x - 7.5"),
        ("return x / 7.5", "x / 7.5 -> x * 7.5"),
        ("return x + 7.5", "x + 7.5 -> x"),
        ("return x * 7.5", "x * 7.5 -> 7.5"),
        ("return x - 7.5", "x - 7.5 -> -7.5"),
        ("return x - 7.5", "x - 7.5 -> 7.5 - x"),
        ("return 1 + -x", "-x -> x"),
        ("return f(x)", "return f(x) -> return -f(x)"),
        ("return x * x, x", "(x * x, x) -> (-(x * x), x)"),
        ("return x + 1", "x + 1 -> x + 2"),
        ("return x + 1", "x + 1 -> x + 0"),
        ("return x[1]", "x[1] -> x[-1]"),
        ("return x[1]", "x[1] -> x"),
        ("return x + 7.5", "x + 7.5 -> x + 15.0"),
        ("return x.sum(0, keepdim=True)", "x.sum(0, keepdim=True) -> x.sum(0, keepdim=False)"),
        ("return x.sum(0, keepdim=True)", "x.sum(0, keepdim=True) -> x.sum(0)"),
        ("return x.mean(dim=0)", "x.mean(dim=0) -> x.mean(dim=1)"),
        ("return x.mean(dim=1)", "x.mean(dim=1) -> x.mean(dim=0)"),
        ("return x.mean(dim=1)", "x.mean(dim=1) -> x.mean()"),
        ("return x.mean()", "x.mean() -> x.mean(dim=0)"),
        ("return x.std()", "x.std() -> x.std(correction=0)"),
        ("return x.std()", "x.std() -> x.var()"),
        ("return x.sum()", "x.sum() -> x.mean()"),
        ("return x.clone()", "x.clone() -> x"),
        ("return torch.sqrt(x)", "torch.sqrt(x) -> x"),
        ("return torch.where(x, 7, 8)", "torch.where(x, 7, 8) -> torch.where(x, 8, 7)"),
        ("return torch.tanh(x)", "torch.tanh(x) -> torch.sigmoid(x)"),
        ("return x > 7.5", "x > 7.5 -> x >= 7.5"),
        ("return x in y", "x in y -> x not in y"),
        ("return x and y", "x and y -> x or y"),
        ("return x and y", "x and y -> y"),
        ("return not x", "not x -> x"),
        ("return y, z", "(y, z) -> (z, y)"),
        ("return {'a': y, 'b': z}", "{'a': y, 'b': z} -> {'a': z, 'b': y}"),
        ("if x:\n    return y\nreturn z", "if x: -> if not x:"),
        ("if x:\n    return y\nreturn z", "if x: -> pass"),
        ("return y if x else z", "y if x else z -> y if not x else z"),
        ("return [y for y in x if y]", "[y for y in x if y] -> [y for y in x if True]"),
        ("x = x + 1\nreturn x", "x = x + 1 -> pass"),
        ("x += 1\nreturn x", "x += 1 -> x = 1"),
        ("with torch.no_grad():\n    return x", "with torch.no_grad(): -> if True:"),
        ("raise ValueError('x')", "ValueError('x') -> TypeError('x')"),
    ],
)
def test_mutate_makes_the_edit(edits, body, edit):
    assert edit in edits(body)


@pytest.mark.parametrize(
    ("parameters", "edit"),
    [
        ("x, eps=0.5", "eps=0.5 -> eps=1.0"),
        ("x, *, training=True", "training=True -> training=False"),
        ("x, *, training, momentum=0", "momentum=0 -> momentum=1"),
    ],
)
def test_mutate_changes_defaults(edits, parameters, edit):
    assert edit in edits("return x", parameters)


def test_mutate_takes_the_next_parameter(edits):
    found = edits("return f(x) + y", "x, y")
    assert {"f(x) -> f(y)", "f(x) + y -> f(x) + x"} <= found


def test_mutate_drops_no_statement_whose_names_are_needed(edits):
    assert not any(edit.endswith("-> pass") for edit in edits("y = x"))


def test_mutate_edits_nothing_but_solutions(mutate):
    docstrings = [ast.get_docstring(node) for node in documented(SOURCE)]
    mutants = mutate(SOURCE)
    assert {mutant.owner for mutant in mutants} == {"scale"}
    for mutant in mutants:
        assert [ast.get_docstring(node) for node in documented(mutant.source)] == docstrings
        assert "NAMES = ('a', 'b')" in mutant.source
        assert "x - 1" not in mutant.source  # the text of an error


def documented(source: str) -> list[ast.Module | ast.FunctionDef]:
    nodes = ast.walk(ast.parse(source))
    return [node for node in nodes if isinstance(node, ast.Module | ast.FunctionDef)]


def test_mutate_edits_solutions_at_module_level(mutate):
    source = "# BEGIN SOLUTION\nGAIN = 5 / 3\n# END SOLUTION\nOTHER = 5 / 3\n"
    mutants = mutate(source)
    assert {mutant.owner for mutant in mutants} == {"GAIN"}
    assert all("OTHER = 5 / 3" in mutant.source for mutant in mutants)


def test_mutants_differ_in_code_from_the_original_and_from_one_another(mutate):
    source = solution("return x * x * 1 + 0")
    codes = [ast.dump(ast.parse(mutant.source)) for mutant in mutate(source)]
    assert len(set(codes)) == len(codes)
    assert ast.dump(ast.parse(source)) not in codes
    assert "x + 0 -> x + -0" not in {mutant.edit for mutant in mutate(solution("return x + 0"))}


def test_no_mutant_is_the_original_in_another_layout(mutate):
    # A default on a line of its own leaves a trace in the compiled code.
    source = SOURCE.replace("(x, factor=2)", "(\n    x,\n    factor=2,\n)").replace("* factor", "")
    for mutant in mutate(source):
        before, after = mutant.edit.split(" -> ")
        assert before != after


def test_names_of_mutants_are_unique_where_code_is_repeated(mutate):
    mutants = mutate(solution("y = abs(x) + abs(x)\ny = abs(x)\ny = abs(x)\nreturn y"))
    names = [mutant.edit for mutant in mutants]
    assert len(set(names)) == len(names)
    assert {"abs(x) + abs(x) -> x + abs(x)", "abs(x) + abs(x) -> abs(x) + x"} <= set(names)


def test_names_of_mutants_stay_when_lines_move(mutate):
    moved = "import math\n\n\n" + SOURCE.replace("    if x > 0:", "    # why\n\n    if x > 0:")
    assert names(mutate(moved)) == names(mutate(SOURCE))


def names(mutants: Any) -> list[tuple[str, str]]:
    return [(mutant.owner, mutant.edit) for mutant in mutants]


@pytest.fixture
def tally(load: Callable[[str], ModuleType]) -> Callable[..., Any]:
    """`tally({"a -> b": "passed"}, "a -> b")`: these outcomes in f, with those edits listed."""
    module, mutant = load("mutants"), load("mutation").Mutant

    def tallied(statuses: dict[str, str], *listed: str, broken: tuple[str, ...] = ()) -> Any:
        outcomes = tuple(
            module.Outcome(mutant("f", edit, ""), status, broken)
            for edit, status in statuses.items()
        )
        return module.Tally("exercise01", outcomes, frozenset(("f", edit) for edit in listed), 1.0)

    return tallied


def test_tally_complains_of_nothing_when_every_survivor_is_listed(tally):
    found = tally({"a -> b": "passed", "a -> c": "failed", "a -> d": "limit"}, "a -> b")
    assert list(found.complaints()) == []
    assert str(found) == "exercise01: 3 mutants, 2 killed, 1 equivalent, 0 survivors, 1 s"


def test_tally_complains_of_a_survivor_that_is_not_listed(tally):
    found = tally({"a -> b": "passed"})
    assert list(found.complaints()) == ["survives  f: a -> b"]
    assert str(found) == "exercise01: 1 mutants, 0 killed, 0 equivalent, 1 survivors, 1 s"


def test_tally_complains_of_an_entry_that_is_killed_and_of_one_that_is_no_edit(tally):
    killed, unknown = tally({"a -> b": "failed"}, "a -> b", "x -> y").complaints()
    assert killed.endswith("is killed  f: a -> b")
    assert unknown.endswith("is no edit of the reference  f: x -> y")


def test_tally_complains_of_a_check_that_a_mutant_breaks(tally):
    found = tally({"a -> b": "error"}, broken=("slope",))
    assert list(found.complaints()) == ["breaks the check slope  f: a -> b"]
