"""Visible checks: a few numbers that can be worked out with a pocket calculator."""

import torch

from grader.checks import PLAIN, assert_close, float64_tolerance


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def test_letters(student, reference):
    """Knowing nothing costs 3.2958 with 27 letters, 0.6931 with two."""
    for vocab_size in (27, 2):
        want = reference.uniform_loss(vocab_size)
        got = student.uniform_loss(vocab_size)
        assert_close(got, want, of=f"loss with {vocab_size} classes", tolerance=PLAIN)


def test_surprise(student, reference):
    """A row is cheap for the expected target, dear for another."""
    row = [2.0, 0.0, 0.0]
    # 0.2395 for class 0, which has 79 % of the probability; 2.2395 for class 1; then their mean
    for targets in ([0], [1], [0, 1]):
        logits = float64(*(row for _ in targets))
        want = reference.cross_entropy(logits, torch.tensor(targets))
        got = student.cross_entropy(logits, torch.tensor(targets))
        assert_close(got, want, of="loss", tolerance=float64_tolerance(2.0))


def test_small_layer(student, reference):
    """The weights shrink to a hundredth, or as asked; the bias is 0."""
    W, b = float64([1.0, -2.0, 3.0], [0.5, 0.0, -4.0]), float64(0.7, -1.0, 2.0)
    for scale in ((), (0.5,)):  # 0.01 where nothing is said
        want = reference.scale_output_layer(W, b, *scale)
        got = student.scale_output_layer(W, b, *scale)
        assert_close(got.W, want.W, of="W", tolerance=float64_tolerance())
        assert_close(got.b, want.b, of="b", tolerance=float64_tolerance())
