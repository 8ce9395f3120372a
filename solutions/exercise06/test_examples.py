"""Visible checks: a few numbers that can be worked out with a pocket calculator."""

import torch

from grader.checks import PLAIN, assert_close, float64_tolerance


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def test_one_layer(student):
    """Mean, spread and saturation of the lesson's layer are right."""
    h = float64([1.0, 0.2], [-1.0, -0.6], [1.0, 0.4], [-1.0, 0.8])
    stats = student.activation_stats(h)
    tolerance = float64_tolerance(1.0)
    assert_close(stats["mean"], 0.1, of="mean", tolerance=tolerance)
    # The squares add up to 5.2, which is 5.12 around the mean; 8 entries, so 7 below.
    assert_close(stats["std"], (5.12 / 7) ** 0.5, of="std", tolerance=tolerance)
    assert_close(stats["saturated"], 4 / 8, of="saturated", tolerance=PLAIN)


def test_flipper(student):
    """A neuron is dead that is stuck at 1, at -1, or jumps between the two."""
    h = float64([1.0, -1.0, 1.0, 1.0, 0.3], [1.0, -1.0, -1.0, 0.0, 0.4])
    assert_close(student.dead_neurons(h), 3, of="dead neurons", tolerance=PLAIN)


def test_a_thousandth(student):
    """A step of a thousandth of the parameter is -3, and ten times the rate adds 1."""
    param, grad = float64(-1.0, 1.0), float64(0.03, 0.01)
    of = "log10 of update : data"
    assert_close(student.update_ratio(param, grad, 0.1), -3.0, of=of, tolerance=PLAIN)
    assert_close(student.update_ratio(param, grad, 1.0), -2.0, of=of, tolerance=PLAIN)


def test_two_bars(student):
    """Two bars over four numbers have the heights 1.5 and 0.5, and the area 1."""
    density, edges = student.density_histogram(float64(0.0, 0.1, 0.3, 1.0), 2)
    edges_there = float64(0.0, 0.5, 1.0)
    assert_close(edges, edges_there, of="edges", tolerance=float64_tolerance(1.0))
    assert_close(density, float64(1.5, 0.5), of="density", tolerance=PLAIN)
