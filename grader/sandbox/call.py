"""One call of a function of the exercise: made, repeated, and shown so that it can be pasted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import torch

from grader.sandbox.failures import CheckFailed
from grader.sandbox.values import Parsed

MAX_SHOWN_NUMBERS = 24


class Call(NamedTuple):
    """A function of the exercise and what it is called with."""

    function: str
    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = {}
    vjp_of: torch.Tensor | None = None  # asks for the gradient, too

    def copy(self) -> Call:
        """The same call with arguments of its own."""
        return self._replace(
            arguments=tuple(map(copy_argument, self.arguments)),
            keywords={name: copy_argument(value) for name, value in self.keywords.items()},
        )

    @property
    def generators(self) -> tuple[torch.Generator, ...]:
        """The generators among the arguments: with one, the value is a random draw."""
        return tuple(item for item in self.arguments if isinstance(item, torch.Generator))

    def as_text(self, parameters: Sequence[str]) -> str:
        """The call as Python, scalars and switches first: they are what matters.

        The arguments are passed by name, the names being `parameters`. Where these are too few
        the arguments stay in their places.
        """
        names = parameters if len(parameters) >= len(self.arguments) else ()
        named = {**dict(zip(names, self.arguments, strict=False)), **self.keywords}
        in_place = () if names else self.arguments
        shown = [as_text(value) for value in in_place]
        light_first = sorted(named.items(), key=lambda item: not _is_light(item[1]))
        shown += [f"{name}={as_text(value)}" for name, value in light_first]
        return f"{self.function}({', '.join(shown)})"


class Observation(NamedTuple):
    """Everything that can be seen of a call from outside."""

    value: Parsed | None
    arguments: tuple[Any, ...] | None  # after the call, where they were asked for
    requires_grad: bool | tuple[bool, ...]  # of each member, where a tuple is named
    gradient: tuple[torch.Tensor | None, ...] | None
    failure: CheckFailed | None  # the call gave no acceptable value


def copy_argument(value: Any) -> Any:
    """A copy that shares nothing with the original."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, torch.Generator):
        generator = torch.Generator()
        generator.set_state(value.get_state())
        return generator
    if isinstance(value, dict):
        return {key: copy_argument(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(copy_argument(item) for item in value)
    return value


def as_text(value: Any) -> str:
    """A value as Python, so that it can be pasted; long tensors by their shape alone."""
    if isinstance(value, torch.Tensor):
        return _tensor_as_text(value)
    if isinstance(value, torch.Generator):
        return _generator_as_text(value)
    if isinstance(value, dict):
        inner = ", ".join(f"{key!r}: {as_text(item)}" for key, item in value.items())
        return f"{{{inner}}}"
    if isinstance(value, frozenset):
        return "{" + ", ".join(map(repr, sorted(value))) + "}" if value else "set()"
    if isinstance(value, list):
        return f"[{', '.join(map(as_text, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(as_text, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def _is_light(value: Any) -> bool:
    """True if a value is a number, a switch, or a word, which a reader takes in at once."""
    return value is None or isinstance(value, (bool, int, float, str))


def _tensor_as_text(value: torch.Tensor) -> str:
    if value.numel() > MAX_SHOWN_NUMBERS:
        return f"<tensor of shape {tuple(value.shape)}>"
    if not value.numel():
        return f"torch.zeros({tuple(value.shape)}, dtype={value.dtype})"
    return f"torch.tensor({_numbers_as_text(value.tolist())}{_dtype_as_text(value)})"


def _numbers_as_text(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_numbers_as_text, value)) + "]"
    return (
        f"float('{value}')"
        if value != value or value in (float("inf"), -float("inf"))
        else repr(value)
    )


def _dtype_as_text(value: torch.Tensor) -> str:
    if value.dtype in (torch.float32, torch.int64, torch.bool):
        return ""  # what torch.tensor chooses by itself
    return f", dtype={value.dtype}"


def _generator_as_text(value: torch.Generator) -> str:
    seed = value.initial_seed()
    if torch.equal(value.get_state(), torch.Generator().manual_seed(seed).get_state()):
        return f"torch.Generator().manual_seed({seed})"
    return "generator"  # one that has been drawn from before
