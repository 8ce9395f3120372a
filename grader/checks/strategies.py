"""Domains of inputs, named by what they mean, and what fills them.

Cost decides the form: drawing a shape, a scale and a seed, and filling in the values from a
generator, is a tenth of the cost of drawing arrays element by element, and shrinks as well.
"""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import strategies as st

Strategy = st.SearchStrategy


def seeds() -> Strategy[int]:
    """Seeds of tensors and generators."""
    return st.integers(0, 2**16)


def fan_ins(most: int = 512) -> Strategy[int]:
    """Numbers of inputs of a layer."""
    return st.integers(1, most)


def nonlinearities() -> Strategy[str]:
    """The nonlinearities whose gain the lesson names."""
    return st.sampled_from(("tanh", "relu", "linear", "sigmoid"))


def batch_sizes(least: int = 1, most: int = 8) -> Strategy[int]:
    """Numbers of rows."""
    return st.integers(least, most)


def widths(least: int = 1, most: int = 6) -> Strategy[int]:
    """Numbers of columns."""
    return st.integers(least, most)


def scales() -> Strategy[float]:
    """Typical sizes of the numbers in a tensor, from small to saturating."""
    return st.sampled_from((0.1, 0.5, 1.0, 3.0, 10.0))


def tensor(
    shape: tuple[int, ...],
    *,
    scale: float = 1.0,
    offset: float = 0.0,
    seed: int = 0,
    decimals: int | None = 1,
    dtype: torch.dtype = torch.float64,
) -> torch.Tensor:
    """Normal numbers of spread `scale` around `offset`, rounded so that they read well."""
    values = np.random.default_rng(seed).normal(offset, scale, shape)
    if decimals is not None:
        values = np.round(values, decimals) + 0.0  # no minus zero
    return torch.from_numpy(np.asarray(values)).to(dtype)


def generator(seed: int = 0) -> torch.Generator:
    """A fresh CPU generator."""
    return torch.Generator().manual_seed(seed)
