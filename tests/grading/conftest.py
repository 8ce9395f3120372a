"""A toy exercise whose functions run in this process, for the modules that explain."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from grader.model import Exercise, Limits
from grader.sandbox.exercise_functions import LocalFunctions, load_module

PLAYED = {
    "double": "tensor",
    "moments": ("mean", "spread"),
    "chosen": "names",
    "draw": "tensor",
    "scaled": "tensor",
}
PLAY = '''
import torch


def double(x):
    return 2 * x


def moments(x, training=True):
    """Mean and variance, or zeros."""
    if not training:
        return torch.zeros_like(x), torch.ones_like(x)
    if len(x) < 2:
        raise ValueError(x)
    return x.mean(0), x.var(0)


def chosen(kinds):
    return {name for name, kept in kinds.items() if kept}


def draw(count, generator):
    return torch.randn(count, generator=generator)


def scaled(x, factor, table=None):
    return factor * x
'''


@pytest.fixture
def play(tmp_path: Path) -> Exercise:
    """An exercise of five small functions, with the reference and a folder for mistakes."""
    folder = tmp_path / "play"
    (folder / "mistakes").mkdir(parents=True)
    (folder / "reference.py").write_text(PLAY, "utf-8")
    return Exercise(
        name="exercise01",
        title="Play",
        functions=PLAYED,
        checks=(),
        hints=(),
        limits=Limits(),
        by_hand=None,
        authored=folder,
        released=folder,
    )


@pytest.fixture
def functions_of(play: Exercise) -> Callable[..., LocalFunctions]:
    """`functions_of("def double(x): ...")`: these functions on top of the reference."""

    def functions(source: str = "") -> LocalFunctions:
        texts = {"reference.py": PLAY, "own.py": "import torch\n" + textwrap.dedent(source)}
        return LocalFunctions(play, load_module(play.name, texts))

    return functions


@pytest.fixture
def numbers() -> Callable[..., torch.Tensor]:
    """`numbers(1, 2.5)`: a tensor of float64."""
    return lambda *values: torch.tensor(values, dtype=torch.float64)
