"""Statistics of random numbers, with their standard errors."""

from __future__ import annotations

import math

import torch
from msgspec import Struct

STANDARD_ERRORS = 6.0  # a normal deviate exceeds six with probability 2e-9


class Summary(Struct, frozen=True):
    """The first four moments of a sample."""

    count: int
    mean: float
    std: float  # divided by count
    kurtosis: float  # the fourth standardised moment: 3 for a normal, 1.8 for a uniform, 0 for none

    @property
    def mean_error(self) -> float:
        """The standard error of the mean."""
        return self.std / math.sqrt(self.count)

    @property
    def std_error(self) -> float:
        """The standard error of the standard deviation."""
        return self.std * math.sqrt(max(self.kurtosis - 1, 0.0) / (4 * self.count))

    @property
    def kurtosis_error(self) -> float:
        """The standard error of the kurtosis of a normal sample."""
        return math.sqrt(24 / self.count)


def summarise(sample: torch.Tensor) -> Summary:
    """Summarise a sample of any shape."""
    values = sample.double().flatten()
    mean = float(values.mean())
    centred = values - mean
    square = float((centred**2).mean())
    fourth = float((centred**4).mean())
    kurtosis = fourth / square**2 if square > 0 else 0.0
    return Summary(values.numel(), mean, math.sqrt(square), kurtosis)
