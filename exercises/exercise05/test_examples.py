"""Visible checks of exercise05: a column worked out in the lesson, two gradients to think about."""

import torch

from grader.checks import assert_close, float64_tolerance


def float64(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


# x is 0, 0, 4, 4: mean 2 and variance 4, so that x_hat is -1, -1, 1, 1.
X_HAT = float64([-1.0], [-1.0], [1.0], [1.0])
CACHE = {
    "x": 2 * X_HAT + 2,
    "mean": float64(2.0),
    "var": float64(4.0),
    "x_hat": X_HAT,
    "inv_std": float64(0.5),
    "gamma": float64(3.0),
    "eps": 0.0,
    "correction": 0,
}


def assert_agree(got, want):
    for name in ("dx", "dgamma", "dbeta"):
        expected = getattr(want, name)
        assert_close(getattr(got, name), expected, of=name, tolerance=float64_tolerance(12.0))


def test_worked_column(student, reference):
    """The column of the lesson gets the gradients of the lesson."""
    grad_out = float64([1.0], [0.0], [0.0], [0.0])
    want = reference.batchnorm_backward(grad_out, CACHE)  # 0.75, -0.75, 0, 0; then -1 and 1
    assert_agree(student.batchnorm_backward(grad_out, CACHE), want)


def test_shift_and_stretch(student, reference):
    """A gradient that shifts or stretches the column is lost on x."""
    for grad_out in (torch.ones_like(X_HAT), X_HAT):
        want = reference.batchnorm_backward(grad_out, CACHE)  # dx is 0; dgamma, dbeta: 0, 4; 4, 0
        assert_agree(student.batchnorm_backward(grad_out, CACHE), want)
