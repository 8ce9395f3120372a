"""Reads what came over a socket: any bytes whatever are a value, or a `WireError`.

There is no pickle, no eval and no type name to resolve, so a decoder cannot be talked into building
anything but the plain values below, and the work is bounded by the length of the frame.

A pure-Python decoder on purpose: a C parser would save 25 µs a call and put memory-unsafe code
in front of an attacker.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
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

U32 = struct.Struct("<I")
I64 = struct.Struct("<q")
F64 = struct.Struct("<d")
# Of a generator's state, behind the seed: how many of its numbers are left, and which is next.
_GENERATOR_PLACE = struct.Struct("<iiQ")
MERSENNE_NUMBERS = 624
SHAPES = tuple(struct.Struct(f"<{dimensions}Q") for dimensions in range(MAX_DIMENSIONS + 1))
Value = Any  # the one place where a value may be anything: see `encode` for what it can be


class WireError(Exception):
    """A value that cannot travel, or bytes that are no value."""


def frame_length(header: bytes | bytearray) -> int:
    """The number of bytes that follow the four of the header.

    Raises:
        WireError: none, or more than `MAX_FRAME_BYTES`.
    """
    length: int = U32.unpack(header)[0]
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
        number: int = I64.unpack(self.take(8))[0]
        return number

    def real(self, depth: int) -> float:
        number: float = F64.unpack(self.take(8))[0]
        return number

    def text(self, depth: int) -> str:
        return str(self.take(U32.unpack(self.take(4))[0]), "utf-8", "replace")

    def data(self, depth: int) -> bytes:
        return bytes(self.take(U32.unpack(self.take(4))[0]))

    def array(self, depth: int) -> np.ndarray:
        index, dimensions = self.take(2)
        if index >= len(DTYPES) or dimensions > MAX_DIMENSIONS:
            raise WireError("an array of an unknown kind")
        shape = SHAPES[dimensions].unpack(self.take(8 * dimensions))
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
        count: int = U32.unpack(self.take(4))[0]
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
