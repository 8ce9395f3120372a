"""Visible checks: a few numbers that can be worked out with a pocket calculator."""

import torch

from grader.checks import PLAIN, assert_close, assert_explained, float64_tolerance


def float64(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def assert_number(actual, expected, reasons, *, of, tolerance=PLAIN):
    """`assert_explained` for numbers."""
    got, want = (torch.as_tensor(number, dtype=torch.float64) for number in (actual, expected))
    tensors = ((why, torch.as_tensor(number, dtype=torch.float64)) for why, number in reasons)
    assert_explained(got, want, tensors, of=of, tolerance=tolerance)


def test_one_layer(student):
    """activation_stats gives mean, standard deviation and saturation of the lesson's layer."""
    h = float64([1.0, 0.2], [-1.0, -0.6], [1.0, 0.4], [-1.0, 0.8])
    stats = student.activation_stats(h)
    tolerance = float64_tolerance(1.0)
    assert_close(stats["mean"], 0.1, of="mean", tolerance=tolerance)
    # The squares add up to 5.2, which is 5.12 around the mean; 8 entries, so 7 below.
    why = [("it divides by n, not n − 1", (5.12 / 8) ** 0.5), ("it is the variance", 5.12 / 7)]
    assert_number(stats["std"], (5.12 / 7) ** 0.5, why, of="std", tolerance=tolerance)
    why = [("it is a count", 4), ("it is a percentage", 50), ("only the end at 1 counts", 2 / 8)]
    assert_number(stats["saturated"], 4 / 8, why, of="saturated")


def test_flipper(student):
    """dead_neurons counts a neuron stuck at 1, at −1, or jumping between the two."""
    h = float64([1.0, -1.0, 1.0, 1.0, 0.3], [1.0, -1.0, -1.0, 0.0, 0.4])
    why = [("one saturated example is enough", 4), ("it is a fraction", 3 / 5)]
    why += [("neurons that change sides are missing", 2), ("it counts activations, not neurons", 7)]
    assert_number(student.dead_neurons(h), 3, why, of="number of dead neurons")


def test_a_thousandth(student):
    """update_ratio is −3 for a step of a thousandth, and ten times the rate adds 1."""
    param, grad = float64(-1.0, 1.0), float64(0.03, 0.01)
    of = "log10(update / weights)"
    why = [("it is the ratio itself, without a logarithm", 1e-3), ("it is inverted", 3)]
    why += [("the learning rate is missing", -2), ("it compares variances", -6)]
    assert_number(student.update_ratio(param, grad, 0.1), -3.0, why, of=of)
    assert_close(student.update_ratio(param, grad, 1.0), -2.0, of=of, tolerance=PLAIN)


def test_two_bars(student):
    """density_histogram gives the heights 1.5 and 0.5 and the area 1 for four numbers."""
    density, edges = student.density_histogram(float64(0.0, 0.1, 0.3, 1.0), 2)
    edges_there = float64(0.0, 0.5, 1.0)
    assert_close(edges, edges_there, of="edges", tolerance=float64_tolerance(1.0))
    why = [
        ("it is not divided by the width", float64(0.75, 0.25)),
        ("it holds counts", float64(3.0, 1.0)),
    ]
    why += [("it is not divided by the number of values", float64(6.0, 2.0))]
    assert_explained(density, float64(1.5, 0.5), why, of="density", tolerance=PLAIN)
