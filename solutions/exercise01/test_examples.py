"""Visible checks: a few numbers that can be worked out with a pocket calculator."""

import torch

from grader.checks import PLAIN, assert_close


def float64(rows):
    return torch.tensor(rows, dtype=torch.float64)


def test_table(student):
    """The slopes equal those of the lesson's table."""
    x = float64([[0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0]])
    table = float64([[1.0, 0.786448, 0.419974, 0.180707, 0.070651, 0.009866, 0.001341]])
    assert_close(student.tanh_derivative(x), table, of="slope of tanh", tolerance=PLAIN)


def test_gate(student, reference):
    """The gradient passes unchanged at x = 0, almost vanishes at x = 3, and keeps its sign."""
    grad_out = float64([[10.0, -10.0], [10.0, -10.0]])
    x = float64([[0.0, 0.0], [3.0, -3.0]])
    # about [[10, -10], [0.0987, -0.0987]]
    passed_on = reference.tanh_backward(grad_out, x)
    gradient = student.tanh_backward(grad_out, x)
    assert_close(gradient, passed_on, of="gradient for x", tolerance=PLAIN)


def test_both_ends(student):
    """Activations near -1 count as saturated, as those near 1 do."""
    h = float64([[1.0, -1.0, 0.98, 0.96], [-0.5, 0.5, 0.0, -0.98]])
    assert_close(student.saturation(h), 4 / 8, of="saturated fraction", tolerance=PLAIN)
    halves = float64([[0.5, -0.5], [0.5, 0.5]])
    assert_close(student.saturation(halves), 0.0, of="saturated fraction", tolerance=PLAIN)
    assert_close(student.saturation(halves, 0.45), 1.0, of="saturated fraction", tolerance=PLAIN)
