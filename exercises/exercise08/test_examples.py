"""Visible checks: a layer whose standard deviations, with eps, are 2 and 0.5."""

import torch

from grader.checks import assert_explained, float64_tolerance


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


def weight_reasons():
    """What is wrong with the weights, and what then comes out."""
    std = float64([2.0, 0.5])
    yield "the factor gamma is missing", W / std
    yield "the division by the standard deviation is missing", W * NORM["gamma"]
    yield "they are divided by the variance, not its root", W * NORM["gamma"] / std**2


def bias_reasons(b):
    """What is wrong with the bias, and what then comes out."""
    s, beta, mean = float64([3.0, 2.0]), NORM["beta"], NORM["running_mean"]
    yield "beta is missing", (b - mean) * s
    yield "running_mean is missing", b * s + beta
    yield "running_mean is not scaled", b * s - mean + beta
    yield "beta is scaled as well", (b - mean + beta) * s
    if b.any():
        yield "it is beta alone", beta


def test_two_outputs(student):
    """fold_batchnorm multiplies the first column by 6 / 2 = 3, the second by 1 / 0.5 = 2."""
    folded = student.fold_batchnorm(W, B, *NORM.values(), EPS)
    weights = float64([[6.0, 2.0], [-3.0, 1.0], [0.0, 8.0]])
    tolerance = float64_tolerance(10.0)
    assert_explained(folded.W, weights, weight_reasons(), of="W′", tolerance=tolerance)
    bias = float64([6.5, -3.0])  # (3 - 1) * 3 + 0.5 and (1 - 2) * 2 - 1
    assert_explained(folded.b, bias, bias_reasons(B), of="b′", tolerance=tolerance)


def test_usual_linear(student):
    """With b=None the folded layer of the lesson still gets a bias."""
    folded = student.fold_batchnorm(W, None, *NORM.values(), EPS)
    bias = float64([-2.5, -5.0])  # (0 - 1) * 3 + 0.5 and (0 - 2) * 2 - 1
    tolerance = float64_tolerance(10.0)
    assert_explained(folded.b, bias, bias_reasons(0 * B), of="b′", tolerance=tolerance)
