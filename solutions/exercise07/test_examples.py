"""Visible checks: the lecture's question, and a floor that can be worked out on paper."""

import torch

from grader.checks import PLAIN, assert_close, assert_equal

NAMES = frozenset({"C", "W1", "b1", "W2", "b2"})


def test_lecture_question(student):
    """All five have a gradient when none is 0, two when W2 is 0, and one when all are 0."""
    moving = {
        frozenset(): NAMES,
        frozenset({"W2"}): frozenset({"W2", "b2"}),
        NAMES: frozenset({"b2"}),
    }
    for zeroed, names in moving.items():
        assert_equal(student.nonzero_grads(zeroed), names, of="parameters with a gradient")


def test_four_targets(student):
    """The floor of the targets 0, 0, 1, 2 is 1.0397, and that of equal targets is 0."""
    halves_and_quarters = student.zero_init_floor(torch.tensor([0, 0, 1, 2]), 3)
    assert_close(halves_and_quarters, 1.0397208, of="floor", tolerance=PLAIN)
    certain = student.zero_init_floor(torch.tensor([1, 1, 1]), 3)
    assert_close(certain, 0.0, of="floor", tolerance=PLAIN)
