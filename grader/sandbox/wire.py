"""Values on a socket: how numbers travel between the grader and the submission.

A frame is `u32 length | payload`, a payload one tagged value. There is no pickle, no eval and
no type name to resolve, so a decoder cannot be talked into building anything but the plain
values below. Decoding is total: whatever the bytes are, the outcome is a value or a `WireError`,
and the work is bounded by the length of the frame.

A pure-Python decoder on purpose: a C parser would save 25 µs a call and put memory-unsafe code
in front of an attacker. This file is all that worker and grader share.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

import numpy as np
import torch

MAX_FRAME_BYTES = 64 << 20
MAX_DEPTH = 8
MAX_ITEMS = 4096
MAX_VALUES = 65_536
MAX_DIMENSIONS = 8
MAX_NUMBERS = MAX_FRAME_BYTES // 8  # of all arrays: each number becomes a float64 further on

# Fixed for ever: the index of a dtype is what travels.
DTYPES = tuple(map(np.dtype, (
    "?", "i1", "u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16",
)))  # fmt: skip
_ITEM_BYTES = tuple(dtype.itemsize for dtype in DTYPES)
_DTYPE_INDEX = {dtype: index for index, dtype in enumerate(DTYPES)}

_U32 = struct.Struct("<I")
_I64 = struct.Struct("<q")
_F64 = struct.Struct("<d")
# Of a generator's state, behind the seed: how many of its numbers are left, and which is next.
_GENERATOR_PLACE = struct.Struct("<iiQ")
MERSENNE_NUMBERS = 624

_Encoder = Callable[[Any, list[bytes], int], None]
_SHAPES = tuple(struct.Struct(f"<{dimensions}Q") for dimensions in range(MAX_DIMENSIONS + 1))
Value = Any  # the one place where a value may be anything: see `encode` for what it can be


class WireError(Exception):
    """A value that cannot travel, or bytes that are no value."""


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
    return b"".join((_U32.pack(length), *parts))


def frame_length(header: bytes | bytearray) -> int:
    """The number of bytes that follow the four of the header.

    Raises:
        WireError: none, or more than `MAX_FRAME_BYTES`.
    """
    length: int = _U32.unpack(header)[0]
    if not 0 < length <= MAX_FRAME_BYTES:
        raise WireError(f"a frame of {length} bytes")
    return length


def decode(payload: bytes | bytearray | memoryview) -> Value:
    """Decode the payload of one frame.

    Raises:
        WireError: the bytes are not exactly one value within the limits.
    """
    decoder = _Decoder(payload)
    value = decoder.value(0)
    if decoder.position != len(decoder.buffer):
        raise WireError("bytes after the value")
    return value


# ------------------------------------------------------------------------------- encoding


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
    parts.append(b"I" + _I64.pack(value))


def _encode_float(value: float, parts: list[bytes], depth: int) -> None:
    parts.append(b"D" + _F64.pack(value))


def _encode_str(value: str, parts: list[bytes], depth: int) -> None:
    data = value.encode("utf-8", "replace")
    parts.append(b"S" + _U32.pack(len(data)) + data)


def _encode_bytes(value: bytes, parts: list[bytes], depth: int) -> None:
    parts.append(b"B" + _U32.pack(len(value)) + value)


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
    parts.append(bytes((index, array.ndim)) + _SHAPES[array.ndim].pack(*array.shape))
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
    parts.append(tag + _U32.pack(len(items)))


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


# ------------------------------------------------------------------------------- decoding


class _Decoder:
    """One pass over the bytes; `position` is how far it has come."""

    def __init__(self, payload: bytes | bytearray | memoryview) -> None:
        self.buffer = memoryview(payload)
        self.position = 0
        self.values = 0
        self.numbers = 0

    def value(self, depth: int) -> Value:
        self.values += 1
        if depth > MAX_DEPTH or self.values > MAX_VALUES:
            raise WireError("too many values, or nested too deeply")
        tag = self.take(1)[0]
        decode_tag = _DECODERS.get(tag)
        if decode_tag is None:
            raise WireError(f"an unknown tag {tag}")
        return decode_tag(self, depth)

    def take(self, count: int) -> memoryview:
        start = self.position
        self.position = end = start + count
        taken = self.buffer[start:end]
        if len(taken) != count:
            raise WireError("a truncated value")
        return taken

    def integer(self, depth: int) -> int:
        number: int = _I64.unpack(self.take(8))[0]
        return number

    def real(self, depth: int) -> float:
        number: float = _F64.unpack(self.take(8))[0]
        return number

    def text(self, depth: int) -> str:
        return str(self.take(_U32.unpack(self.take(4))[0]), "utf-8", "replace")

    def data(self, depth: int) -> bytes:
        return bytes(self.take(_U32.unpack(self.take(4))[0]))

    def array(self, depth: int) -> np.ndarray:
        index, dimensions = self.take(2)
        if index >= len(DTYPES) or dimensions > MAX_DIMENSIONS:
            raise WireError("an array of an unknown kind")
        shape = _SHAPES[dimensions].unpack(self.take(8 * dimensions))
        # The product is exact (Python integers), so a wrapped-around size cannot slip through;
        # beside a 0, numpy wants the product of the rest to fit, too.
        data = self.take(math.prod(shape) * _ITEM_BYTES[index])
        if not 0 < math.prod(shape) <= MAX_NUMBERS and math.prod(filter(None, shape)) > MAX_NUMBERS:
            raise WireError("an array of an impossible shape")
        self.numbers += math.prod(shape)
        if self.numbers > MAX_NUMBERS:
            raise WireError(f"arrays of more than {MAX_NUMBERS:,} numbers together")
        # A bool is one byte, and any byte but 0 and 1 is undefined behaviour further on.
        if index == 0:
            return np.asarray(np.frombuffer(data, np.uint8).reshape(shape) != 0)
        return np.frombuffer(data, DTYPES[index]).reshape(shape).copy()

    def tensor(self, depth: int) -> torch.Tensor:
        return torch.from_numpy(self.array(depth))

    def tensor_with_gradient(self, depth: int) -> torch.Tensor:
        tensor = self.tensor(depth)
        if not (tensor.is_floating_point() or tensor.is_complex()):
            raise WireError("a gradient of whole numbers")
        return tensor.requires_grad_()

    def generator(self, depth: int) -> torch.Generator:
        generator = torch.Generator()
        state = bytearray(self.data(depth))
        try:
            generator.set_state(torch.frombuffer(state, dtype=torch.uint8))
        except (RuntimeError, ValueError, TypeError) as error:
            raise WireError("a generator in an impossible state") from error
        # torch does not compare these two, and would draw from the memory behind its numbers.
        left, _, following = _GENERATOR_PLACE.unpack_from(state, 8)
        if left + following not in (MERSENNE_NUMBERS + 1, 1):
            raise WireError("a generator in an impossible state")
        return generator

    def items(self, depth: int) -> list[Value]:
        return [self.value(depth + 1) for _ in range(self.count())]

    def names(self, depth: int) -> frozenset[str]:
        items = self.items(depth)
        if not all(type(item) is str for item in items):
            raise WireError("a set of something else than strings")
        return frozenset(items)

    def mapping(self, depth: int) -> dict[str, Value]:
        pairs: dict[str, Value] = {}
        for _ in range(self.count()):
            if self.take(1)[0] != ord("S"):
                raise WireError("a key that is not a string")
            key = self.text(depth)
            pairs[key] = self.value(depth + 1)
        return pairs

    def count(self) -> int:
        count: int = _U32.unpack(self.take(4))[0]
        if count > MAX_ITEMS:
            raise WireError("too many items")
        return count


_DECODERS: Mapping[int, Callable[[_Decoder, int], Value]] = {
    ord("N"): lambda decoder, depth: None,
    ord("T"): lambda decoder, depth: True,
    ord("F"): lambda decoder, depth: False,
    ord("I"): _Decoder.integer,
    ord("D"): _Decoder.real,
    ord("S"): _Decoder.text,
    ord("B"): _Decoder.data,
    ord("A"): _Decoder.array,
    ord("u"): _Decoder.tensor,
    ord("t"): _Decoder.tensor_with_gradient,
    ord("G"): _Decoder.generator,
    ord("L"): _Decoder.items,
    ord("P"): lambda decoder, depth: tuple(decoder.items(depth)),
    ord("E"): _Decoder.names,
    ord("M"): _Decoder.mapping,
}
