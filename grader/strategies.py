"""The domains of inputs, under the name by which the checks of a course import them."""

from grader.checks.strategies import (
    Strategy,
    batch_sizes,
    fan_ins,
    generator,
    nonlinearities,
    scales,
    seeds,
    tensor,
    widths,
)

__all__ = [
    "Strategy",
    "batch_sizes",
    "fan_ins",
    "generator",
    "nonlinearities",
    "scales",
    "seeds",
    "tensor",
    "widths",
]
