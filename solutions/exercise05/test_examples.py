"""Visible checks of exercise05: the lesson's column, and two gradients that give dx = 0."""

import torch

from grader.checks import assert_explained, float64_tolerance


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


def reasons(name, grad_out):
    """What is wrong with a gradient, and what then comes out."""
    dx_hat = grad_out * CACHE["gamma"]
    straight, mean = dx_hat / 2, -dx_hat.mean(dim=0).expand_as(dx_hat) / 2
    var = -X_HAT * (dx_hat * X_HAT).mean(dim=0) / 2
    if name == "dx":
        yield "the path through the variance is missing", straight + mean
        yield "the path through the mean is missing", straight + var
        yield "the paths through the mean and the variance are missing", straight
        yield "the factor gamma is missing", (straight + mean + var) / 3
        yield "the factor inv_std is missing", (straight + mean + var) * 2
        return
    row = grad_out * X_HAT if name == "dgamma" else grad_out
    yield "it is a mean over the rows, not a sum", row.mean(dim=0)
    yield "gamma is an extra factor", row.sum(dim=0) * 3
    if name == "dgamma":
        yield "x stands in for x_hat", (grad_out * CACHE["x"]).sum(dim=0)
        yield "it is the sum of grad_out alone, which is dbeta", grad_out.sum(dim=0)


def assert_agree(got, want, grad_out):
    for name in ("dx", "dgamma", "dbeta"):
        actual, expected = getattr(got, name), getattr(want, name)
        clauses = reasons(name, grad_out)
        tolerance = float64_tolerance(12.0)
        assert_explained(actual, expected, clauses, of=name, tolerance=tolerance)


def test_worked_column(student, reference):
    """batchnorm_backward gives the three gradients of the lesson's column."""
    grad_out = float64([1.0], [0.0], [0.0], [0.0])
    want = reference.batchnorm_backward(grad_out, CACHE)  # 0.75, -0.75, 0, 0; then -1 and 1
    assert_agree(student.batchnorm_backward(grad_out, CACHE), want, grad_out)


def test_shift_and_stretch(student, reference):
    """A gradient that only shifts or stretches a column gives dx = 0."""
    for grad_out in (torch.ones_like(X_HAT), X_HAT):
        want = reference.batchnorm_backward(grad_out, CACHE)  # dx is 0; dgamma, dbeta: 0, 4; 4, 0
        assert_agree(student.batchnorm_backward(grad_out, CACHE), want, grad_out)
