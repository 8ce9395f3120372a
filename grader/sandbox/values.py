"""What a submission returned, parsed at the door into what the exercise asks for.

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


def asked_for(returns: Returns) -> str:
    """What a function is asked to return, in words."""
    if isinstance(returns, tuple):
        return f"the {len(returns)} values ({', '.join(returns)})"
    if isinstance(returns, dict):
        return f"a dict with the keys {', '.join(returns)}"
    return {"number": "a number", "names": "a set of names"}.get(returns, "a tensor")


def has_gradient(raw: Any) -> bool:
    """Whether a value, or the first part of it that could, remembers how it was computed."""
    if isinstance(raw, torch.Tensor):
        return raw.requires_grad
    parts = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, (tuple, list)) else ()
    return any(has_gradient(part) for part in parts)


def gradient_kept(raw: Any, returns: Returns) -> bool | tuple[bool, ...]:
    """`has_gradient`, told for each member by itself where `returns` names a tuple."""
    apart = isinstance(returns, tuple) and isinstance(raw, (tuple, list))
    return tuple(map(has_gradient, raw)) if apart else has_gradient(raw)


def _parse_tensor(raw: Any, what: str, returns: str = "tensor") -> torch.Tensor:
    array = _as_array(raw)
    if array is None:
        described = _describe(raw)
        if isinstance(raw, (tuple, list)):
            described += " that are no array of numbers"
        raise WrongValue(f"{what} returns {described}; expected {asked_for(returns)}.")
    if array.dtype.kind == "c":
        raise WrongValue(f"{what} returns complex numbers; expected real ones.")
    if array.dtype.kind == "b":
        raise WrongValue(f"{what} returns bools (True, False); expected numbers.")
    return torch.from_numpy(array.astype(np.float64))


def _parse_number(raw: Any, what: str) -> float:
    tensor = _parse_tensor(raw, what, "number")
    if tensor.ndim:
        raise WrongValue(
            f"{what} returns an array of shape {tuple(tensor.shape)}; expected a number."
        )
    return float(tensor)


def _parse_tuple(raw: Any, members: tuple[str, ...], function: str) -> tuple[torch.Tensor, ...]:
    asked = asked_for(members)
    if isinstance(raw, np.ndarray) and raw.ndim:
        raw = list(raw)  # a list of numbers travels as an array
    if not isinstance(raw, (tuple, list)):
        raise WrongValue(f"{function} returns {_describe(raw)}; expected {asked}.")
    if len(raw) != len(members):
        raise WrongValue(f"{function} returns {_describe(raw)}; expected {asked}.")
    parts: tuple[torch.Tensor, ...] = _tuple_type(function, members)(
        *(
            _parse_tensor(part, f"{function}, as {name},")
            for name, part in zip(members, raw, strict=True)
        )
    )
    return parts


def _parse_dict(raw: Any, fields: Mapping[str, str], function: str) -> dict[str, float]:
    asked = asked_for(dict(fields))
    if not isinstance(raw, dict):
        raise WrongValue(f"{function} returns {_describe(raw)}; expected {asked}.")
    if set(raw) != set(fields):
        raise WrongValue(
            f"{function} returns the keys {', '.join(sorted(raw)) or '(none)'}; expected {asked}."
        )
    return {name: _parse_number(raw[name], f"{function}, as {name},") for name in fields}


def _parse_names(raw: Any, function: str) -> frozenset[str]:
    if isinstance(raw, dict) and not raw:
        raw = frozenset()  # `{}` is how an empty set is often written
    if not isinstance(raw, frozenset):
        asked = asked_for("names")
        raise WrongValue(f"{function} returns {_describe(raw)}; expected {asked}.")
    return raw


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


def _describe(raw: Any) -> str:
    if raw is None:
        return "nothing (None)"
    if isinstance(raw, (tuple, list)):
        return f"a {type(raw).__name__} of {len(raw)} value{'' if len(raw) == 1 else 's'}"
    name = {"frozenset": "set", "ndarray": "array"}.get(type(raw).__name__, type(raw).__name__)
    return f"{'an' if name == 'array' else 'a'} {name}"
