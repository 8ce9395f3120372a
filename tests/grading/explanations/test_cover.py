"""Which few mistakes account for everything that is wrong."""

from __future__ import annotations

from grader.grading.explanations.components import Component
from grader.grading.explanations.cover import Candidate, Cover, cover

A, B, C, D = (Component("f", "value", name, "") for name in "abcd")


def candidate(names, touches, matches, **more):
    return Candidate(frozenset(names.split()), frozenset(touches), frozenset(matches), **more)


def names(wrong, *candidates):
    return {
        " ".join(sorted(one.names)): set(one.components) for one in cover(set(wrong), candidates)
    }


def test_one_mistake_that_explains_all_beats_two():
    assert names([A, B], candidate("x", [A], [A]), candidate("y", [B], [B]),
                 candidate("z", [A, B], [A, B])) == {"z": {A, B}}  # fmt: skip


def test_two_slips_are_told_apart_by_what_they_touch():
    found = names([A, B], candidate("x", [A], [A]), candidate("y", [B], [B]))
    assert found == {"x": {A}, "y": {B}}


def test_mistake_that_also_changes_what_is_right_is_believed_less():
    assert names([A], candidate("x", [A, B], [A]), candidate("y", [A], [A])) == {"y": {A}}
    # Alone it is the best there is, unless it is wrong in more than it explains.
    assert names([A], candidate("x", [A, B], [A])) == {"x": {A}}
    assert names([A], candidate("x", [A, B, C], [A])) == {}


def test_what_a_mistake_would_make_wrong_and_is_right_counts_as_a_name():
    three = [candidate(name, [one], [one]) for name, one in zip("xyz", (A, B, C), strict=True)]
    both = candidate("both", [A, B, D], [A, B])
    assert names([A, B, C], *three, both) == {"x": {A}, "y": {B}, "z": {C}}


def test_mistake_that_misses_what_another_explains_is_believed_less():
    found = names([A, B], candidate("x", [A], [A]), candidate("y", [B], [B]),
                  candidate("both", [A, B], [B]))  # fmt: skip
    assert found == {"x": {A}, "y": {B}}


def test_tie_is_silent_and_a_shared_name_is_told():
    assert names([A], candidate("x", [A], [A]), candidate("y", [A], [A])) == {}
    found = names([A], candidate("x y", [A], [A]), candidate("x z", [A], [A]))
    assert found == {"x": {A}}


def test_shared_name_is_told_as_a_part_where_each_choice_names_more():
    ties = [candidate("x y", [A], [A]), candidate("x z", [A], [A])]
    assert cover({A}, ties) == [Cover(frozenset("x"), frozenset((A,)), frozenset((A,)))]
    both = cover({A, B}, [*ties, candidate("x", [B], [B])])
    assert both == [Cover(frozenset("x"), frozenset((A, B)), frozenset((A,)))]


def test_coincidence_of_a_zero_is_no_evidence():
    assert names([A], candidate("x", [A], [A], is_evidence=False)) == {}


def test_what_nothing_explains_is_left_and_the_rest_is_told():
    assert names([A, B], candidate("x", [A], [A])) == {"x": {A}}
    assert cover({A}, ()) == []


def test_covers_of_more_come_first():
    found = cover({A, B, C}, [candidate("x", [A], [A]), candidate("y", [B, C], [B, C])])
    assert found == [
        Cover(frozenset("y"), frozenset((B, C))), Cover(frozenset("x"), frozenset((A,))),
    ]  # fmt: skip
