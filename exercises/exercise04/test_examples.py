"""Visible checks of exercise04: one batch of four rows, worked out in the lesson."""

import torch

from grader.checks import assert_close, float64_tolerance


def float64(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


X = float64([0.0], [0.0], [4.0], [4.0])  # mean 2; variance 4 by n, 5.3333 by n - 1
GAMMA, BETA = float64(3.0), float64(10.0)
TOLERANCE = float64_tolerance(13.0)  # the largest number that comes out


def test_worked_batch(student, reference):
    """The batch of the lesson comes out around beta, as wide as gamma."""
    buffers = float64(0.0), float64(1.0)
    want = reference.batchnorm_forward(X, GAMMA, BETA, *buffers, training=True)
    got = student.batchnorm_forward(X, GAMMA, BETA, *buffers, training=True)
    assert_close(got.out, want.out, of="out", tolerance=TOLERANCE)  # 7, 7, 13, 13
    want = reference.batchnorm_forward(X, GAMMA, BETA, *buffers, training=True, correction=1)
    got = student.batchnorm_forward(X, GAMMA, BETA, *buffers, training=True, correction=1)
    assert_close(got.out, want.out, of="out", tolerance=TOLERANCE)  # 7.4019 and 12.5981


def test_worked_average(student, reference):
    """The buffers move by a tenth in training, and rest in evaluation."""
    for training in (True, False):
        call = X, GAMMA, BETA, float64(0.0), float64(1.0)
        want = reference.batchnorm_forward(*call, training=training)
        got = student.batchnorm_forward(*call, training=training)
        # 0.2 in training, 0 in evaluation
        assert_close(got.running_mean, want.running_mean, of="running_mean", tolerance=TOLERANCE)
        # 1.4333 in training, 1 in evaluation
        assert_close(got.running_var, want.running_var, of="running_var", tolerance=TOLERANCE)
