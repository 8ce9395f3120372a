"""The index of pairs: found again by what they show, written and read, and never used when old."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from grader.course.course import find_course
from grader.course.hidden_files import EXPLANATIONS
from grader.grading.explanations import explanation_index
from grader.grading.explanations.components import Band, Component
from grader.grading.explanations.explanation_index import (
    MOST_FOUND,
    ExplanationIndex,
    Row,
    as_file,
    fingerprint,
    is_current,
    read_index,
    source_sha256,
)

DX = Component("f", "value", "dx", "")
DY = Component("f", "value", "dy", "training=True")
SHOWN = {0: np.array([1.25, -3.5, 0.75]), 3: np.array([[2.0, 1 / 3]])}


def scaled(facts, factor):
    return {number: fact * factor for number, fact in facts.items()}


def index_of(*rows):
    return ExplanationIndex(Row(*row) for row in rows)


def written(exercise, rows, sha256=None):
    path = exercise.authored / EXPLANATIONS
    path.write_bytes(as_file(rows, sha256 or source_sha256(exercise)))
    return path


# ------------------------------------------------------------------------------ finding


def test_pair_is_found_by_what_it_shows_up_to_rounding():
    index = index_of((1, 2, DX, fingerprint(SHOWN)))
    assert index.find(DX, SHOWN) == [(1, 2)]
    assert index.find(DX, scaled(SHOWN, 1 + 1e-6)) == [(1, 2)]


def test_pair_that_shows_something_else_is_not_found():
    index = index_of((1, 2, DX, fingerprint(SHOWN)))
    assert index.find(DX, scaled(SHOWN, 1.01)) == []
    assert index.find(DX, {0: SHOWN[0]}) == []
    assert index.find(DX, {0: SHOWN[0][::-1], 3: SHOWN[3]}) == []
    assert index.find(DY, SHOWN) == []


def test_nearest_pairs_come_first_and_few_are_given():
    marks = [fingerprint(scaled(SHOWN, 1 + number * 1e-6)) for number in range(30)]
    index = index_of(*((number, 99, DX, mark) for number, mark in enumerate(marks)))
    found = index.find(DX, SHOWN)
    assert found == [(number, 99) for number in range(MOST_FOUND)]


def test_fingerprint_depends_on_the_place_of_every_number():
    one = {0: np.array([1.0, 2.0])}
    assert fingerprint(one) == fingerprint({0: np.array([1.0, 2.0])})
    assert fingerprint(one) != fingerprint({0: np.array([2.0, 1.0])})
    assert fingerprint(one) != fingerprint({1: np.array([1.0, 2.0])})


def test_fingerprint_is_finite_whatever_is_shown():
    strange = np.array([np.nan, np.inf, -np.inf, 1e300])
    assert np.isfinite(fingerprint({0: strange, 1: np.zeros(0), 2: Band(1.0, 0.1)})).all()


def test_words_and_truths_have_fingerprints_of_their_own():
    marks = {fingerprint({0: fact}) for fact in ("ValueError", "KeyError", True, False)}
    assert len(marks) == 4


# ------------------------------------------------------------------------------ the file


def test_rows_come_back_from_the_file(play):
    rows = [Row(4, 5, DY, (0.5, 2.0)), Row(1, 300, DX, fingerprint(SHOWN))]
    written(play, rows)
    index = read_index(play)
    assert index is not None
    assert index.find(DX, SHOWN) == [(1, 300)]
    assert index._rows[DY] == [rows[0]]


def test_file_is_the_same_for_the_same_rows_in_any_order():
    rows = [Row(4, 5, DY, (0.5, 2.0)), Row(1, 2, DX, (1.0, 1.0))]
    assert as_file(rows, "0" * 64) == as_file(rows[::-1], "0" * 64)


def test_file_is_small():
    rows = [
        Row(first, second, DX, (first / 7, second / 3))
        for first in range(80)
        for second in range(first)
    ]
    assert len(as_file(rows, "0" * 64)) < 16 * len(rows)


def test_index_of_every_exercise_of_the_course_is_small_enough_to_be_committed():
    paths = sorted(find_course(Path(__file__)).root.glob(f"solutions/*/{EXPLANATIONS}"))
    assert len(paths) == 8
    assert all(path.stat().st_size < 300_000 for path in paths)


@pytest.mark.parametrize("changed", ["reference.py", "test_hidden.py", "mistakes/more.py"])
def test_index_of_files_that_have_changed_is_not_used(play, changed):
    written(play, [Row(1, 2, DX, (1.0, 1.0))])
    assert is_current(play)
    path = play.authored / changed
    path.write_text((path.read_text() if path.is_file() else "") + "\n# another\n")
    assert not is_current(play)
    assert read_index(play) is None


def test_index_that_other_code_has_made_is_made_anew_and_read_until_then(play, monkeypatch):
    written(play, [Row(1, 2, DX, (1.0, 1.0))])
    monkeypatch.setattr(explanation_index, "engine_sha256", lambda: "0" * 64)
    assert not is_current(play)
    assert read_index(play) is not None


def test_index_that_says_of_no_code_is_made_anew_and_read_until_then(play):
    """As those of courses that were released before indexes said it."""
    written(play, [Row(1, 2, DX, (1.0, 1.0))])
    path = play.authored / EXPLANATIONS
    head, _, rows = path.read_text("utf-8").partition("\n")
    old = {key: value for key, value in json.loads(head).items() if key != "engine"}
    path.write_text(f"{json.dumps(old)}\n{rows}", "utf-8")
    assert not is_current(play)
    assert read_index(play) is not None


def test_missing_or_damaged_index_is_none(play):
    assert read_index(play) is None
    path = play.authored / EXPLANATIONS
    for text in ("", "no json\n", "[1]\n", '{"schema": "another/1"}\n'):
        path.write_text(text)
        assert not is_current(play)
        assert read_index(play) is None
