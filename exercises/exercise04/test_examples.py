"""Visible checks of exercise04: one batch of four rows, worked out in the lesson."""

import torch

from grader.checks import assert_close, assert_explained, float64_tolerance


def float64(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


X = float64([0.0], [0.0], [4.0], [4.0])  # mean 2; variance 4 by n, 5.3333 by n - 1
GAMMA, BETA = float64(3.0), float64(10.0)
LAYER = X, GAMMA, BETA, float64(0.0), float64(1.0)
TOLERANCE = float64_tolerance(13.0)  # the largest number that comes out


def output_reasons(correction):
    """What is wrong with the output, and what then comes out."""
    std = torch.sqrt(X.var(dim=0, correction=correction) + 1e-5)
    other = torch.sqrt(X.var(dim=0, correction=1 - correction) + 1e-5)
    yield "the shift beta is missing", GAMMA * (X - 2) / std
    yield "the gain gamma is missing", (X - 2) / std + BETA
    yield "the mean is not subtracted", GAMMA * X / std + BETA
    yield "the division by the standard deviation is missing", GAMMA * (X - 2) + BETA
    wrong, right = ("n", "n − 1") if correction else ("n − 1", "n")
    yield f"the variance is divided by {wrong}, not {right}", GAMMA * (X - 2) / other + BETA


def buffer_reasons(old, batch, biased=None):
    """What is wrong with a buffer, and what then comes out."""
    yield "it is replaced by this batch", float64(batch)
    yield "old and new have each other's weight", float64(0.1 * old + 0.9 * batch)
    yield "it has not moved", float64(old)
    if biased is not None:
        yield "the factor n/(n − 1) is missing", float64(0.9 * old + 0.1 * biased)


def test_worked_batch(student, reference):
    """batchnorm_forward gives the output and the buffers of the lesson's batch."""
    for correction in (0, 1):
        want = reference.batchnorm_forward(*LAYER, training=True, correction=correction)
        got = student.batchnorm_forward(*LAYER, training=True, correction=correction)
        # 7, 7, 13, 13; with correction 1 it is 7.4019 and 12.5981
        assert_explained(
            got.out, want.out, output_reasons(correction), of="out", tolerance=TOLERANCE
        )
        reasons = buffer_reasons(0.0, 2.0)  # 0.2
        assert_explained(
            got.running_mean, want.running_mean, reasons, of="running_mean", tolerance=TOLERANCE
        )
        reasons = buffer_reasons(1.0, 16 / 3, biased=4.0)  # 1.4333
        assert_explained(
            got.running_var, want.running_var, reasons, of="running_var", tolerance=TOLERANCE
        )
    want = reference.batchnorm_forward(*LAYER, training=False)
    got = student.batchnorm_forward(*LAYER, training=False)
    for name in ("running_mean", "running_var"):  # 0 and 1, as before
        of = f"{name} in evaluation"
        assert_close(getattr(got, name), getattr(want, name), of=of, tolerance=TOLERANCE)
