"""Inputs of a check as bytes, from which fresh copies are made, each as if it was just drawn."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import torch


class _Pickler(pickle.Pickler):
    """Takes plain values, tensors, arrays and generators; refuses whatever may hold more."""

    def reducer_override(self, value: Any) -> Any:
        if type(value) is torch.Tensor:
            return _rebuild_tensor, _tensor_parts(value)
        if type(value) is torch.Generator and value.device.type == "cpu":
            return _rebuild_generator, (value.get_state().numpy().tobytes(),)
        if isinstance(value, (type, np.ndarray, torch.dtype)) or _is_ours(value):
            return NotImplemented
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value), tuple(value)
        raise pickle.PicklingError(f"a {type(value).__name__} is not copied")


def as_bytes(inputs: dict[str, Any]) -> bytes | None:
    """The inputs as bytes; None where a copy might not be the same."""
    stream = io.BytesIO()
    try:
        _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(inputs)
    except Exception:  # whatever a foreign object raises
        return None
    return stream.getvalue()


def from_bytes(data: bytes) -> dict[str, Any]:
    """Fresh copies of the inputs; the classes of a check file are those of the present one."""
    inputs: dict[str, Any] = pickle.loads(data)  # bytes that this process has made
    return inputs


def _tensor_parts(value: torch.Tensor) -> tuple[Any, ...]:
    plain = value.device.type == "cpu" and value.layout is torch.strided
    if not plain or not value.is_leaf or value.grad is not None or value.is_conj():
        raise pickle.PicklingError("more than numbers")
    dense = torch.empty_strided(value.shape, value.stride(), dtype=value.dtype)
    dense.copy_(value.detach())  # refused where elements share their place
    own = torch.empty(0, dtype=torch.uint8).set_(dense.untyped_storage())
    data = own.numpy().tobytes()  # bytes() of a storage takes its bytes one by one
    return data, value.dtype, tuple(value.shape), value.stride(), value.requires_grad


def _rebuild_tensor(
    data: bytes, dtype: torch.dtype, shape: tuple[int, ...], *rest: Any
) -> torch.Tensor:
    stride, requires_grad = rest
    value = torch.empty_strided(shape, stride, dtype=dtype)
    if data:
        flat = torch.frombuffer(bytearray(data), dtype=dtype)
        torch.as_strided(value, (flat.numel(),), (1,)).copy_(flat)
    return value.requires_grad_(requires_grad)


def _rebuild_generator(state: bytes) -> torch.Generator:
    generator = torch.Generator()
    generator.set_state(torch.frombuffer(bytearray(state), dtype=torch.uint8))
    return generator


_OURS: tuple[Callable[..., Any], ...] = (_rebuild_tensor, _rebuild_generator)


def _is_ours(value: Any) -> bool:
    return any(value is function for function in _OURS)
