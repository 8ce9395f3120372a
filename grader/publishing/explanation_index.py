"""Builds the index of what pairs of known mistakes show: minutes of work, done once per change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from grader.checks.runner import collect_probes
from grader.course.course import Course, load_exercise
from grader.course.hidden_files import EXPLANATIONS, base_texts
from grader.files import write_file
from grader.grading.explanations.bank import Bank, Mistake, as_mistake, known_mistakes
from grader.grading.explanations.components import Component, Facts, agrees, is_wrong
from grader.grading.explanations.composition import composed
from grader.grading.explanations.explanation_index import (
    Row,
    as_file,
    fingerprint,
    is_current,
    source_sha256,
)
from grader.model import Exercise


def write_index(exercise: Exercise, done: Callable[[], None] = lambda: None) -> int:
    """Write the index of an authored exercise; give how many pairs have something of their own.

    `done` is called after each pair of mistakes.
    """
    assert exercise.authored is not None
    bank = _bank_of(exercise)
    rows = list(_rows(bank, done))
    write_file(exercise.authored / EXPLANATIONS, as_file(rows, source_sha256(exercise)))
    return len({(row.first, row.second) for row in rows})


def stale_exercises(course: Course) -> list[Exercise]:
    """The authored exercises whose index is missing, or was made from other files."""
    exercises = [load_exercise(course, name) for name in course.exercise_names()]
    return [each for each in exercises if each.authored is not None and not is_current(each)]


def count_pairs(exercise: Exercise) -> int:
    """The number of pairs that building the index tries."""
    return sum(1 for _ in _pairs(_bank_of(exercise)))


def _bank_of(exercise: Exercise) -> Bank:
    """The known mistakes with the probes on which they show."""
    bank = known_mistakes(exercise)
    bank.probes = bank.probes or collect_probes(exercise)
    return bank


def _pairs(bank: Bank) -> Iterator[tuple[int, int, str]]:
    """The mistakes that make one function wrong, perhaps through another one, two at a time.

    Of a family the first member is taken with all others.
    """
    every, plain = bank.everything, len(bank.mistakes)
    wrong = [set(_made_wrong(bank, mistake)) for mistake in every]
    for first, second in combinations(range(len(every)), 2):
        if every[first].id != every[second].id and first < plain:
            for function in sorted(wrong[first] & wrong[second]):
                yield first, second, function


def _made_wrong(bank: Bank, mistake: Mistake) -> Iterator[str]:
    """The functions that a mistake changes, as far as probes show it; not those that draw."""
    for function in bank.exercise.functions:
        if not bank.is_random(function) and bank.touches(mistake, function):
            yield function


def _rows(bank: Bank, done: Callable[[], None]) -> Iterator[Row]:
    bases = base_texts(bank.exercise)
    for first, second, function in _pairs(bank):
        one, other = bank.everything[first], bank.everything[second]
        source = composed(bases, one.source, other.source)
        if source is not None:
            facts = _facts(bank, source, function)
            parents = bank.facts(one, function), bank.facts(other, function)
            for component in _own(facts, bank.reference_facts(function), parents):
                mark = fingerprint(facts.get(component, {}))
                yield Row(first, second, component, mark)
        done()


def _facts(bank: Bank, source: str, function: str) -> Facts:
    """The behavior of a composed mistake; nothing where it cannot even be loaded."""
    try:
        pair: Any = as_mistake(bank.exercise, "pair", source)
    except Exception:
        return {}
    return bank.facts_once(pair, function)


def _own(facts: Facts, reference: Facts, parents: tuple[Facts, Facts]) -> Iterator[Component]:
    """The components that a pair changes in another way than each of its mistakes."""
    for component in sorted(facts.keys() | reference.keys()):
        if is_wrong(component, facts, reference, strict=True) and not any(
            agrees(component, facts, parent, reference) for parent in parents
        ):
            yield component
