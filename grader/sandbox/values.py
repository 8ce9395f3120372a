"""Returned values, parsed at the door into what the exercise asks for.

Accepted as numbers (CONTRACT, section 1): tensor, numpy array or scalar, Python number, nested
list; real numbers of any width become float64. Complex numbers and bools are not numbers here.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import torch

from grader.model import Returns
from grader.report import wording
from grader.sandbox.failures import WrongValue

# float | torch.Tensor (float64) | tuple of tensors | dict of floats | frozenset of names
Parsed = Any

KINDS = ("number", "tensor", "names")


def parse_value(raw: Any, returns: Returns, function: str) -> Parsed:
    """Turn what came over the wire into what `returns` says, in float64.

    Raises:
        WrongValue: it is something else; the message names `function` and what is asked for.
    """
    if isinstance(returns, tuple):
        return _parse_tuple(raw, returns, function)
    if isinstance(returns, dict):
        return _parse_dict(raw, returns, function)
    if returns == "names":
        return _parse_names(raw, function)
    return _parse_number(raw, function) if returns == "number" else _parse_tensor(raw, function)


def has_gradient(raw: Any) -> bool:
    """True if a value, or the first part of it that could, remembers how it was computed."""
    if isinstance(raw, torch.Tensor):
        return raw.requires_grad
    parts = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, (tuple, list)) else ()
    return any(has_gradient(part) for part in parts)


def gradient_kept(raw: Any, returns: Returns) -> bool | tuple[bool, ...]:
    """`has_gradient`, told for each member by itself where `returns` names a tuple."""
    apart = isinstance(returns, tuple) and isinstance(raw, (tuple, list))
    return tuple(map(has_gradient, raw)) if apart else has_gradient(raw)


def _parse_tensor(
    raw: Any, function: str, member: str | None = None, returns: str = "tensor"
) -> torch.Tensor:
    asked = wording.asked_for(returns)
    array = _as_array(raw)
    if array is None:
        raise WrongValue(function, member, _describe(raw, of_numbers=not _is_several(raw)), asked)
    if array.dtype.kind == "c":
        raise WrongValue(function, member, wording.COMPLEX, wording.REAL)
    if array.dtype.kind == "b":
        raise WrongValue(function, member, wording.BOOLS, wording.NUMBERS)
    return torch.from_numpy(array.astype(np.float64))


def _parse_number(raw: Any, function: str, member: str | None = None) -> float:
    tensor = _parse_tensor(raw, function, member, "number")
    if tensor.ndim:
        asked = wording.asked_for("number")
        raise WrongValue(function, member, wording.shaped(tensor.shape), asked)
    return float(tensor)


def _parse_tuple(raw: Any, members: tuple[str, ...], function: str) -> tuple[torch.Tensor, ...]:
    if isinstance(raw, np.ndarray) and raw.ndim:
        raw = list(raw)  # a list of numbers travels as an array
    if not _is_several(raw) or len(raw) != len(members):
        raise WrongValue(function, None, _describe(raw), wording.asked_for(members))
    parts: tuple[torch.Tensor, ...] = _tuple_type(function, members)(
        *(_parse_tensor(part, function, name) for name, part in zip(members, raw, strict=True))
    )
    return parts


def _parse_dict(raw: Any, fields: Mapping[str, str], function: str) -> dict[str, float]:
    asked = wording.asked_for(dict(fields))
    if not isinstance(raw, dict):
        raise WrongValue(function, None, _describe(raw), asked)
    if set(raw) != set(fields):
        raise WrongValue(function, None, wording.keyed(sorted(raw)), asked)
    return {name: _parse_number(raw[name], function, name) for name in fields}


def _parse_names(raw: Any, function: str) -> frozenset[str]:
    if isinstance(raw, dict) and not raw:
        raw = frozenset()  # `{}` is how an empty set is often written
    if not isinstance(raw, frozenset):
        raise WrongValue(function, None, _describe(raw), wording.asked_for("names"))
    return raw


def _is_several(raw: Any) -> bool:
    return isinstance(raw, (tuple, list))


@cache
def _tuple_type(function: str, members: tuple[str, ...]) -> Any:
    return namedtuple(function, members)


def _as_array(raw: Any) -> np.ndarray | None:
    """Numbers in whatever form as an array; None for anything else."""
    if isinstance(raw, torch.Tensor):
        return raw.detach().numpy()
    if isinstance(raw, np.ndarray):
        return raw
    if isinstance(raw, (bool, int, float)):
        return np.asarray(raw)
    if isinstance(raw, (list, tuple)):
        parts = [_as_array(part) for part in raw]
        arrays = [part for part in parts if part is not None]
        if len(arrays) == len(parts) and len({array.shape for array in arrays}) == 1:
            return np.stack(arrays)
        return np.zeros(0) if not parts else None
    return None


def _describe(raw: Any, *, of_numbers: bool = True) -> str:
    count = len(raw) if isinstance(raw, (tuple, list)) else None
    return wording.described(type(raw).__name__, count, of_numbers=of_numbers)
