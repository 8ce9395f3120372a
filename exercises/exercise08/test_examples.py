"""Visible checks: a layer whose standard deviations, with eps, are 2 and 0.5."""

import torch

from grader.checks import assert_close, float64_tolerance


def float64(rows):
    return torch.tensor(rows, dtype=torch.float64)


W = float64([[2.0, 1.0], [-1.0, 0.5], [0.0, 4.0]])
B = float64([3.0, 1.0])
NORM = {
    "gamma": float64([6.0, 1.0]),
    "beta": float64([0.5, -1.0]),
    "running_mean": float64([1.0, 2.0]),
    "running_var": float64([3.75, 0.0]),
}
EPS = 0.25  # sqrt(3.75 + 0.25) = 2 and sqrt(0 + 0.25) = 0.5


def test_two_outputs(student):
    """The first column is stretched by 6 / 2 = 3, the second by 1 / 0.5 = 2."""
    folded = student.fold_batchnorm(W, B, *NORM.values(), EPS)
    weights = float64([[6.0, 2.0], [-3.0, 1.0], [0.0, 8.0]])
    assert_close(folded.W, weights, of="W'", tolerance=float64_tolerance(8.0))
    bias = float64([6.5, -3.0])  # (3 - 1) * 3 + 0.5 and (1 - 2) * 2 - 1
    assert_close(folded.b, bias, of="b'", tolerance=float64_tolerance(10.0))


def test_usual_linear(student):
    """A Linear without a bias has one afterwards."""
    folded = student.fold_batchnorm(W, None, *NORM.values(), EPS)
    bias = float64([-2.5, -5.0])  # (0 - 1) * 3 + 0.5 and (0 - 2) * 2 - 1
    assert_close(folded.b, bias, of="b'", tolerance=float64_tolerance(10.0))
