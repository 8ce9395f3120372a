"""Visible checks: a few numbers that can be worked out with a pocket calculator."""

import torch

from grader.checks import PLAIN, assert_close, float64_tolerance


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def test_letters(student, reference):
    """The loss of equal probabilities is 3.2958 for 27 classes and 0.6931 for two."""
    for vocab_size in (27, 2):
        want = reference.uniform_loss(vocab_size)
        got = student.uniform_loss(vocab_size)
        assert_close(got, want, of=f"loss with {vocab_size} classes", tolerance=PLAIN)


def test_surprise(student, reference):
    """The loss is small for the likely class, large for an unlikely one."""
    row = [2.0, 0.0, 0.0]
    # 0.2395 for class 0, which has 79 % of the probability; 2.2395 for class 1; then their mean
    for targets in ([0], [1], [0, 1]):
        logits = float64(*(row for _ in targets))
        want = reference.cross_entropy(logits, torch.tensor(targets))
        got = student.cross_entropy(logits, torch.tensor(targets))
        assert_close(got, want, of="loss", tolerance=float64_tolerance(2.0))


def test_small_layer(student, reference):
    """The weights are multiplied by `scale`, 0.01 by default, and the bias is 0."""
    W, b = float64([1.0, -2.0, 3.0], [0.5, 0.0, -4.0]), float64(0.7, -1.0, 2.0)
    for scale in ((), (0.5,)):  # 0.01 where nothing is said
        want = reference.scale_output_layer(W, b, *scale)
        got = student.scale_output_layer(W, b, *scale)
        assert_close(got.W, want.W, of="W", tolerance=float64_tolerance())
        assert_close(got.b, want.b, of="b", tolerance=float64_tolerance())
