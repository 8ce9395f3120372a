"""The functions of the exercises, as the pipeline calls them; any of them can be another's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from grader.errors import EXIT_FAILED, GraderError


@dataclass(frozen=True)
class Functions:
    """The functions that replace the pipeline's own mathematics; None leaves that as it is.

    Signatures and conventions are those of the exercises. What a function gives may be a
    tensor, an array, a number or nested lists; it is brought to the network's dtype and device.
    `cross_entropy` gives the losses alone: the gradient of the loss stays the pipeline's.
    """

    tanh_backward: Callable[..., Any] | None = None
    cross_entropy: Callable[..., Any] | None = None
    scale_output_layer: Callable[..., Any] | None = None
    kaiming_normal: Callable[..., Any] | None = None
    batchnorm_forward: Callable[..., Any] | None = None
    batchnorm_backward: Callable[..., Any] | None = None
    activation_stats: Callable[..., Any] | None = None
    update_ratio: Callable[..., Any] | None = None


class FunctionFailed(GraderError):
    """A function that was put into the network gives what the network cannot go on with."""

    exit_code = EXIT_FAILED

    def __init__(self, function: str, what: str, remedy: str = "") -> None:
        super().__init__(f"{function} {what}.", remedy)
        self.function = function


class Diverged(GraderError):
    """The numbers in the network have become nan or infinite."""

    exit_code = EXIT_FAILED


def call(
    function: Callable[..., Any], name: str, likes: Sequence[Tensor], *given: Any, **named: Any
) -> tuple[Tensor, ...]:
    """The values of a function, as tensors like `likes` in shape, dtype and device.

    Raises:
        FunctionFailed: it gives another number of values, other shapes, nan or infinity.
        Diverged: it gives nan or infinity because it was given them.
    """
    value = function(*given, **named)
    values = (value,) if len(likes) == 1 else _several(name, value, len(likes))
    results = tuple(_fitted(name, one, like) for one, like in zip(values, likes, strict=True))
    if not all(_is_finite(result) for result in results):
        if not all(_is_finite(argument) for argument in given if isinstance(argument, Tensor)):
            raise Diverged(
                "The network has diverged: its numbers have become nan or infinite.",
                "Run grade --all to see which function is wrong.",
            )
        raise FunctionFailed(name, "gives nan or infinity where its arguments are finite")
    return results


def _several(name: str, value: Any, count: int) -> tuple[Any, ...]:
    if not isinstance(value, Sequence | Tensor) or len(value) != count:
        raise FunctionFailed(name, f"gives a {type(value).__name__}, not {count} values")
    return tuple(value)


def _fitted(name: str, value: Any, like: Tensor) -> Tensor:
    try:
        result = torch.as_tensor(value, dtype=like.dtype, device=like.device)
    except (TypeError, ValueError, RuntimeError) as error:
        what = f"gives a {type(value).__name__} where numbers are expected"
        raise FunctionFailed(name, what) from error
    if result.shape != like.shape:
        expected, got = tuple(like.shape), tuple(result.shape)
        raise FunctionFailed(name, f"gives the shape {got} where {expected} is expected")
    return result


def _is_finite(tensor: Tensor) -> bool:
    return bool(torch.isfinite(tensor).all())
