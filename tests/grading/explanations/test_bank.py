"""What is kept of known mistakes: bounded, and forgotten where the files are others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import combinations, islice
from pathlib import Path

import pytest
import torch

from grader.course.course import Course, load_exercise
from grader.grading.explanations import bank as module
from grader.grading.explanations.bank import Bank, known_mistakes
from grader.sandbox.call import Call

ROOT = Path(__file__).parents[3]
FUNCTION = "tanh_derivative"
CALL = Call(FUNCTION, (torch.tensor([0.5, -2.0]),))


@pytest.fixture
def bank() -> Bank:
    made = Bank(load_exercise(Course(ROOT), "exercise01"))
    made.probes = (CALL, Call(FUNCTION, (torch.tensor([3.0]),)))
    return made


def pairs_of(bank: Bank) -> Iterator[tuple[int, int]]:
    """Pairs of mistakes that can be put together."""
    every = combinations(range(len(bank.mistakes)), 2)
    return (each for each in every if bank.pair(*each) is not None)


def test_pairs_are_bounded(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAIRS", 3)
    expected = {}
    for each in islice(pairs_of(bank), 8):
        pair = bank.pair(*each)
        assert pair is not None
        expected[each] = repr(bank.facts(pair, FUNCTION))
        assert len(bank._pairs) <= 3
        assert len(bank._probe_facts) <= 4  # theirs, and those of the reference
    assert len(set(expected.values())) > 1
    for each, facts in expected.items():  # in another order of what is kept
        pair = bank.pair(*each)
        assert pair is not None
        assert repr(bank.facts(pair, FUNCTION)) == facts


def test_further_calls_are_bounded(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_KEPT", 5)
    calls = [Call(FUNCTION, (torch.tensor([float(number)]),)) for number in range(4)]
    first = bank.facts(bank.mistakes[0], FUNCTION, calls)
    for mistake in bank.mistakes:
        bank.facts(mistake, FUNCTION, calls)
        assert len(bank._facts) <= 5 + 4
    assert repr(bank.facts(bank.mistakes[0], FUNCTION, calls)) == repr(first)


def test_a_call_that_comes_twice_has_two_numbers(bank: Bank) -> None:
    facts = bank.facts(bank.mistakes[0], FUNCTION, [CALL, CALL])
    assert all(set(numbers) == {0, 1, 2, 3} for numbers in facts.values())


def test_other_probes_in_the_visible_checks_make_another_bank(tmp_path: Path) -> None:
    for part in ("exercises", "solutions"):
        shutil.copytree(ROOT / part / "exercise01", tmp_path / part / "exercise01")
    exercise = load_exercise(Course(tmp_path), "exercise01")
    first = known_mistakes(exercise)
    assert known_mistakes(exercise) is first
    checks = tmp_path / "solutions/exercise01/test_examples.py"
    checks.write_text(f"{checks.read_text('utf-8')}\nPROBES = ()\n", "utf-8")
    assert known_mistakes(exercise) is not first
