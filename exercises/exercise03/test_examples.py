"""Visible checks of exercise03: four numbers to work out by hand, and one layer to draw."""

from grader.checks import PLAIN, assert_close, assert_law
from grader.statistics import summarise
from grader.strategies import generator


def test_worked_numbers(student, reference):
    """Four standard deviations equal those worked out by hand."""
    for fan_in, nonlinearity in ((1, "linear"), (4, "tanh"), (25, "sigmoid"), (200, "relu")):
        want = reference.kaiming_std(fan_in, nonlinearity)  # 1, 0.8333, 0.2, 0.1
        got = student.kaiming_std(fan_in, nonlinearity)
        assert_close(got, want, tolerance=PLAIN, of="standard deviation")


def test_first_layer(student, reference):
    """The weights of a sigmoid layer of 400 inputs have the right shape and spread."""
    W = student.kaiming_normal(400, 250, "sigmoid", generator(0))
    shape = tuple(W.shape)
    assert_law(shape == (400, 250), f"shape: expected (400, 250), got {shape}")
    want = reference.kaiming_std(400, "sigmoid")  # 0.05
    # The spread of 100,000 drawn numbers wobbles by 0.22 %; 1.5 % is 6.7 times that.
    assert_close(summarise(W).std, want, tolerance=0.015 * want, of="standard deviation of W")
