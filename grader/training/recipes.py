"""The lecture's networks and how each begins: which numbers are drawn, in which order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Generator, Tensor

from grader.errors import GraderError
from grader.training.dataset import BLOCK_SIZE, VOCAB_SIZE
from grader.training.functions import Functions, call

NetworkName = Literal["mlp", "deep"]
Recipe = Literal["original", "softmax", "tanh", "kaiming", "batchnorm"]

EMBEDDING = 10  # numbers for each letter
DEEP_LAYERS = 6
HIDDEN: dict[NetworkName, int] = {"mlp": 200, "deep": 100}
RECIPES: dict[NetworkName, tuple[Recipe, ...]] = {
    "mlp": get_args(Recipe),
    "deep": ("kaiming", "batchnorm"),
}
TANH_GAIN = 5 / 3
LECTURE_SEED = 2147483647
# The weight of a new batch in the running statistics.
MOMENTUM: dict[NetworkName, float] = {"mlp": 0.001, "deep": 0.1}
EPS = 1e-5  # under the square root of BatchNorm
DECAY_AT: dict[NetworkName, float] = {"mlp": 0.5, "deep": 0.75}  # of all steps: then lr / 10


@dataclass(frozen=True)
class Config:
    """The network to train, its initialization and its training.

    Raises:
        GraderError: the recipe does not exist for the network, or a number is too small.
    """

    network: NetworkName = "mlp"
    recipe: Recipe = "kaiming"
    steps: int = 10_000
    batch_size: int = 32
    hidden: int = 0  # units of a layer; 0 stands for the lecture's number
    seed: int = LECTURE_SEED
    learning_rate: float = 0.1  # of the first part of the steps, then a tenth of it

    def __post_init__(self) -> None:
        if self.recipe not in RECIPES[self.network]:
            known = " and ".join(RECIPES[self.network])
            raise GraderError(
                f"The network {self.network} has no recipe '{self.recipe}'.",
                f"It has {known}; the others belong to the network mlp.",
            )
        if self.hidden == 0:
            object.__setattr__(self, "hidden", HIDDEN[self.network])
        least = 2 if self.recipe == "batchnorm" else 1
        if self.batch_size < least:
            raise GraderError(
                f"A batch of {self.batch_size} is too small for the recipe {self.recipe}.",
                f"Give --batch-size {least} or more.",
            )

    @property
    def has_batchnorm(self) -> bool:
        """True if the network normalises its layers."""
        return self.recipe == "batchnorm"

    @property
    def momentum(self) -> float:
        """The weight of a new batch in the running statistics."""
        return MOMENTUM[self.network]

    def learning_rate_at(self, step: int) -> float:
        """The learning rate of a step: a tenth in the last half (mlp) or quarter (deep)."""
        is_late = step >= self.steps * DECAY_AT[self.network]
        return self.learning_rate / 10 if is_late else self.learning_rate


def initial_parameters(
    config: Config, generator: Generator, functions: Functions | None = None
) -> dict[str, Tensor]:
    """All parameters at step 0, by name, float32 on the CPU.

    The names say what the network is: a layer `W1` (fan_in, fan_out) has a bias where there is
    `b1` (fan_out,), and a BatchNorm where there are `bngain1` and `bnbias1` (fan_out,). `C` is
    (27, 10), one row a letter. They are drawn in the lecture's order.
    """
    draw = _mlp if config.network == "mlp" else _deep
    return dict(draw(config, generator, functions or Functions()))


def _mlp(config: Config, g: Generator, functions: Functions) -> Iterator[tuple[str, Tensor]]:
    fan_in, hidden, recipe = EMBEDDING * BLOCK_SIZE, config.hidden, config.recipe
    yield "C", torch.randn(VOCAB_SIZE, EMBEDDING, generator=g)
    if recipe in ("kaiming", "batchnorm"):
        yield "W1", _kaiming(functions, fan_in, hidden, "tanh", g)
    else:
        W1 = torch.randn(fan_in, hidden, generator=g)
        yield "W1", W1 * 0.2 if recipe == "tanh" else W1
    if recipe != "batchnorm":  # its mean would be taken off again
        b1 = torch.randn(hidden, generator=g)
        yield "b1", b1 * 0.01 if recipe in ("tanh", "kaiming") else b1
    W2 = torch.randn(hidden, VOCAB_SIZE, generator=g)
    b2 = torch.randn(VOCAB_SIZE, generator=g)
    if recipe != "original":
        W2, b2 = _scale_output_layer(functions, W2, b2, 0.01)
    yield "W2", W2
    yield "b2", b2
    if recipe == "batchnorm":
        yield from _normalisation(1, hidden)


def _deep(config: Config, g: Generator, functions: Functions) -> Iterator[tuple[str, Tensor]]:
    yield "C", torch.randn(VOCAB_SIZE, EMBEDDING, generator=g)
    sizes = [EMBEDDING * BLOCK_SIZE, *[config.hidden] * (DEEP_LAYERS - 1), VOCAB_SIZE]
    for i in range(1, DEEP_LAYERS + 1):
        fan_in, fan_out, is_last = sizes[i - 1], sizes[i], i == DEEP_LAYERS
        needs_gain = not is_last and not config.has_batchnorm
        W = _kaiming(functions, fan_in, fan_out, "tanh" if needs_gain else "linear", g)
        if config.has_batchnorm:
            yield f"W{i}", W
            yield from _normalisation(i, fan_out, gain=0.1 if is_last else 1.0)
            continue
        b = torch.zeros(fan_out)
        if is_last:
            W, b = _scale_output_layer(functions, W, b, 0.1)
        yield f"W{i}", W
        yield f"b{i}", b


def _normalisation(i: int, fan_out: int, gain: float = 1.0) -> Iterator[tuple[str, Tensor]]:
    yield f"bngain{i}", torch.full((fan_out,), gain)
    yield f"bnbias{i}", torch.zeros(fan_out)


def _kaiming(
    functions: Functions, fan_in: int, fan_out: int, nonlinearity: str, g: Generator
) -> Tensor:
    if functions.kaiming_normal is not None:
        like = torch.empty(fan_in, fan_out)
        given = fan_in, fan_out, nonlinearity, g
        return call(functions.kaiming_normal, "kaiming_normal", [like], *given)[0]
    gain = TANH_GAIN if nonlinearity == "tanh" else 1.0
    return torch.randn(fan_in, fan_out, generator=g) * (gain / math.sqrt(fan_in))


def _scale_output_layer(
    functions: Functions, W: Tensor, b: Tensor, scale: float
) -> tuple[Tensor, Tensor]:
    if functions.scale_output_layer is not None:
        scaled = call(functions.scale_output_layer, "scale_output_layer", [W, b], W, b, scale)
        return scaled[0], scaled[1]
    return W.mul(scale), torch.zeros_like(b)
