"""Values on a socket: how numbers travel between the grader and the submission.

A frame is `u32 length | payload`, a payload one tagged value. This module writes them, and
`wire_decoding` reads them; the two are all that worker and grader share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

import numpy as np
import torch

from grader.sandbox.wire_decoding import (
    DTYPES,
    F64,
    I64,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_FRAME_BYTES,
    MAX_ITEMS,
    MAX_NUMBERS,
    MAX_VALUES,
    SHAPES,
    U32,
    Value,
    WireError,
    decode,
    frame_length,
)

__all__ = [
    "DTYPES", "MAX_DEPTH", "MAX_FRAME_BYTES", "MAX_ITEMS", "MAX_NUMBERS", "WireError", "decode",
    "frame", "frame_length",
]  # fmt: skip

_DTYPE_INDEX = {dtype: index for index, dtype in enumerate(DTYPES)}
_Encoder = Callable[[Any, list[bytes], int], None]


def frame(value: Value) -> bytes:
    """Encode one value as a frame, ready to be written.

    Raises:
        WireError: the value, or a part of it, is none of the types that travel.
    """
    parts: list[bytes] = []
    _encode(value, parts, 0)
    if len(parts) > MAX_VALUES:
        raise WireError("a value of too many parts")
    length = sum(map(len, parts))
    if length > MAX_FRAME_BYTES:
        raise WireError(f"a value of more than {MAX_FRAME_BYTES >> 20} MiB")
    return b"".join((U32.pack(length), *parts))


def _encode(value: Value, parts: list[bytes], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise WireError("a value nested too deeply")
    kind = type(value)
    (_EXACT_ENCODERS.get(kind) or _encoder_of(kind))(value, parts, depth)


def _encoder_of(kind: type) -> _Encoder:
    """The encoder of a kind that is none of ours, but may be a child of one."""
    for base, encoder in _ENCODERS:
        if issubclass(kind, base):
            return encoder
    name = kind.__name__
    raise WireError(f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}")


def _encode_bool(value: bool, parts: list[bytes], depth: int) -> None:
    parts.append(b"T" if value else b"F")


def _encode_int(value: int, parts: list[bytes], depth: int) -> None:
    if not -(2**63) <= value < 2**63:
        raise WireError("an integer of more than 64 bits")
    parts.append(b"I" + I64.pack(value))


def _encode_float(value: float, parts: list[bytes], depth: int) -> None:
    parts.append(b"D" + F64.pack(value))


def _encode_str(value: str, parts: list[bytes], depth: int) -> None:
    data = value.encode("utf-8", "replace")
    parts.append(b"S" + U32.pack(len(data)) + data)


def _encode_bytes(value: bytes, parts: list[bytes], depth: int) -> None:
    parts.append(b"B" + U32.pack(len(value)) + value)


def _encode_tensor(value: torch.Tensor, parts: list[bytes], depth: int) -> None:
    try:
        array = _as_numpy(value.detach())
    except (RuntimeError, TypeError) as error:  # quantised, of another device, without numbers
        raise WireError(f"a tensor without numbers ({value.dtype}, {value.device})") from error
    parts.append(b"t" if value.requires_grad else b"u")
    _encode_elements(array, parts)


def _as_numpy(tensor: torch.Tensor) -> np.ndarray:
    try:
        return tensor.numpy()  # nearly always, and what follows costs more than the rest of a frame
    except (RuntimeError, TypeError):
        return _as_plain(tensor).numpy()


def _as_plain(tensor: torch.Tensor) -> torch.Tensor:
    """A tensor that numpy can read: dense, on the CPU, without anything left to be resolved."""
    plain = tensor if tensor.layout == torch.strided else tensor.to_dense()
    if plain.is_floating_point() and plain.dtype not in _NUMPY_FLOATS:
        plain = plain.float()  # bfloat16 and smaller have no numpy twin; float32 holds them exactly
    return plain.resolve_conj().resolve_neg().cpu()


def _encode_array(value: np.ndarray | np.generic, parts: list[bytes], depth: int) -> None:
    parts.append(b"A")
    _encode_elements(np.asarray(value), parts)


def _encode_elements(array: np.ndarray, parts: list[bytes]) -> None:
    index = _DTYPE_INDEX.get(array.dtype)
    if index is None:
        array = _as_fixed(array)
        index = _DTYPE_INDEX[array.dtype]
    if array.size > MAX_NUMBERS:
        raise WireError(f"an array of {array.size} numbers")
    if array.ndim > MAX_DIMENSIONS:
        raise WireError(f"an array of {array.ndim} dimensions")
    parts.append(bytes((index, array.ndim)) + SHAPES[array.ndim].pack(*array.shape))
    parts.append(array.tobytes())


def _as_fixed(array: np.ndarray) -> np.ndarray:
    """The array in one of the dtypes that travel, where that loses nothing that is compared."""
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        return array.astype(np.float64)  # numpy's longdouble: no wider number is compared
    fixed = array.dtype.newbyteorder("<")
    if fixed not in _DTYPE_INDEX:
        raise WireError(f"an array of {array.dtype}")
    return array.astype(fixed)


def _encode_generator(value: torch.Generator, parts: list[bytes], depth: int) -> None:
    if value.device.type != "cpu":
        raise WireError("a generator that is not on the CPU")
    _encode_bytes(value.get_state().numpy().tobytes(), parts, depth)
    parts[-1] = b"G" + parts[-1][1:]


def _encode_items(tag: bytes) -> Callable[[Any, list[bytes], int], None]:
    def encode_items(value: Sequence[Value] | Set[Value], parts: list[bytes], depth: int) -> None:
        items = list(value)
        # A tuple of numbers stays one (several results); a tuple of rows is an array, too.
        if tag == b"L" or (tag == b"P" and items and isinstance(items[0], (list, tuple))):
            array = _as_array(items)
            if array is not None:
                _encode_array(array, parts, depth)
                return
        if tag == b"E" and not all(isinstance(item, str) for item in items):
            raise WireError("a set of something else than strings")
        _encode_length(items, tag, parts)
        for item in sorted(items) if tag == b"E" else items:
            _encode(item, parts, depth + 1)

    return encode_items


def _encode_dict(value: Mapping[str, Value], parts: list[bytes], depth: int) -> None:
    _encode_length(value, b"M", parts)
    for key, item in value.items():
        if not isinstance(key, str):
            raise WireError("a dict with a key that is not a string")
        _encode_str(key, parts, depth)
        _encode(item, parts, depth + 1)


def _encode_length(items: Any, tag: bytes, parts: list[bytes]) -> None:
    if len(items) > MAX_ITEMS:
        raise WireError(f"a {type(items).__name__} of more than {MAX_ITEMS} items")
    parts.append(tag + U32.pack(len(items)))


def _as_array(items: list[Value]) -> np.ndarray | None:
    """A nested list of numbers as an array, so that long lists fit the limits; else None."""
    if not items or not isinstance(items[0], (bool, int, float, list, tuple, np.generic)):
        return None
    try:
        array = np.array(items)
    except (ValueError, TypeError, OverflowError, RuntimeError):  # ragged, or mixed with tensors
        return None
    return array if array.dtype.kind in "biuf" else None


_NUMPY_FLOATS = (torch.float16, torch.float32, torch.float64)
# bool before int, namedtuple as tuple; numpy's float64 is a float too, and travels as one.
_ENCODERS: tuple[tuple[Any, _Encoder], ...] = (
    (type(None), lambda value, parts, depth: parts.append(b"N")),
    (bool, _encode_bool),
    (int, _encode_int),
    (float, _encode_float),
    (torch.Tensor, _encode_tensor),
    ((np.ndarray, np.generic), _encode_array),
    (str, _encode_str),
    (bytes, _encode_bytes),
    (torch.Generator, _encode_generator),
    (tuple, _encode_items(b"P")),
    (Mapping, _encode_dict),
    (Set, _encode_items(b"E")),
    (Sequence, _encode_items(b"L")),
)
_EXACT_ENCODERS: Mapping[type, _Encoder] = {
    kind: _encoder_of(kind)
    for kind in (type(None), bool, int, float, torch.Tensor, str, bytes, tuple, dict, list)
}
