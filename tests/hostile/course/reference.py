"""Twice the input, and the sum of it. MARK"""

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """Return 2x, of the shape of x."""
    # BEGIN SOLUTION
    return 2 * x  # MARK
    # END SOLUTION


def total(x: torch.Tensor) -> float:
    """Return the sum of all entries of x."""
    # BEGIN SOLUTION
    return x.sum().item()
    # END SOLUTION
