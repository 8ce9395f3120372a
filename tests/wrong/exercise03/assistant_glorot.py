# WRONG: kaiming_normal: the variance is divided by the mean of fan_in and fan_out (Glorot) instead of by fan_in.
# LINES: kaiming_normal 29
"""Weight initialisation helpers (He / Kaiming)."""
import math
from functools import lru_cache

import torch


@lru_cache(maxsize=None)
def calculate_gain(nonlinearity: str) -> float:
    """Recommended gain for the given nonlinearity."""
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5.0 / 3, "relu": math.sqrt(2.0)}
    if nonlinearity not in gains:
        raise ValueError(f"Unsupported nonlinearity {nonlinearity}")
    return gains[nonlinearity]


def kaiming_std(fan_in: int, nonlinearity: str) -> float:
    """Standard deviation = gain / sqrt(fan_in)."""
    return calculate_gain(nonlinearity) / math.sqrt(fan_in)


def kaiming_normal(
    fan_in: int, fan_out: int, nonlinearity: str, generator: torch.Generator
) -> torch.Tensor:
    """Draw weights that preserve the variance in both directions."""
    gain = calculate_gain(nonlinearity)
    std = gain * math.sqrt(2.0 / float(fan_in + fan_out))
    with torch.no_grad():
        return torch.randn(fan_in, fan_out, generator=generator).mul_(std)
