"""The index that a release builds: pairs with something of their own, found at grading."""

from __future__ import annotations

import pytest

from grader.course.course import Course, load_exercise
from grader.course.hidden_files import EXPLANATIONS
from grader.grading.explanations.bank import known_mistakes
from grader.grading.explanations.explanation_index import is_current, read_index
from grader.publishing.explanation_index import count_pairs, write_index

REFERENCE = "def double(x):\n    a = x + x\n    return a * 1\n"
MISTAKES = {
    "adds_three": '"""One."""\n\n\ndef double(x):\n    a = x + 3 * x\n    return a * 1\n',
    "fifth": '"""Two."""\n\n\ndef double(x):\n    a = x + x\n    return a / 5\n',
    "always_zero": '"""Three."""\n\n\ndef double(x):\n    a = x + x\n    return a * 0\n',
}


@pytest.fixture
def authored(toy_course):
    """The toy exercise with three mistakes; one of them hides each of the others."""
    folder = toy_course / "solutions" / "exercise01"
    for path in (folder / "mistakes").glob("*.py"):
        path.unlink()
    (folder / "reference.py").write_text(REFERENCE)
    for name, text in MISTAKES.items():
        (folder / "mistakes" / f"{name}.py").write_text(text)
    return load_exercise(Course(toy_course), "1")


def pairs_of(exercise):
    """The names of the pairs that the index holds."""
    bank = known_mistakes(exercise)
    names = [mistake.id for mistake in bank.everything]
    index = read_index(exercise)
    assert index is not None
    return {(names[row.first], names[row.second]) for rows in index._rows.values() for row in rows}


def test_pair_with_values_of_its_own_is_listed_and_found(authored):
    assert write_index(authored) == 1
    assert is_current(authored)
    assert pairs_of(authored) == {("adds_three", "fifth")}
    bank = known_mistakes(authored)
    pair = bank.pair(0, 2)
    assert pair is not None
    for component, facts in bank.facts_once(pair, "double").items():
        if component.kind == "value":
            assert bank.index.find(component, facts) == [(0, 2)]


def test_pair_that_shows_what_one_of_its_mistakes_shows_is_not_listed(authored):
    write_index(authored)
    assert not any("always_zero" in names for names in pairs_of(authored))


def test_every_pair_of_one_function_is_tried_once(authored):
    done = []
    write_index(authored, lambda: done.append(1))
    assert len(done) == count_pairs(authored) == 3


def test_families_are_tried_with_other_mistakes_and_not_with_their_own(authored):
    path = authored.authored / "mistakes" / "fifth.py"
    path.write_text(
        "def double(x):\n    share = 5  # or 7, 11\n    a = x + x\n    return a / share\n"
    )
    assert count_pairs(authored) == 3 + 2 * 2
    write_index(authored)
    assert pairs_of(authored) == {("adds_three", "fifth")}


def test_pairs_that_cannot_be_merged_or_show_nothing_new_are_left_out(authored):
    folder = authored.authored / "mistakes"
    (folder / "fifth.py").write_text("def double(x):\n    return 7 * x\n")
    (folder / "always_zero.py").write_text("def double(x):\n    return x.not_there\n")
    assert write_index(authored) == 0


def test_index_is_the_same_when_it_is_built_again(authored):
    write_index(authored)
    before = (authored.authored / EXPLANATIONS).read_bytes()
    write_index(authored)
    assert (authored.authored / EXPLANATIONS).read_bytes() == before
    assert len(before) < 2_000
