"""Values travel whole, and no bytes whatever do more than raise a WireError."""

from __future__ import annotations

import os
import random
import struct
import time
from collections import OrderedDict, namedtuple
from types import MappingProxyType

import numpy as np
import pytest
import torch

from grader.sandbox import wire
from grader.sandbox.wire import WireError

FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "2"))  # the seed takes a longer walk further
FUZZ_SEED = 0

Named = namedtuple("Named", "out mean")


def travel(value):
    """The value after a journey over the wire."""
    data = wire.frame(value)
    assert wire.frame_length(data[:4]) == len(data) - 4
    return wire.decode(data[4:])


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def u32(number):
    return struct.pack("<I", number)


def array_bytes(index, shape, data=b""):
    """An array as it travels, however wrong."""
    return b"A" + struct.pack(f"<BB{len(shape)}Q", index, len(shape), *shape) + data


# ------------------------------------------------------------------------------ round trips

PLAIN_VALUES = (
    None,
    True,
    False,
    0,
    -(2**63),
    2**63 - 1,
    0.0,
    -1.5,
    float("inf"),
    5e-324,
    "",
    "tanh √2 你好 \x00",
    b"",
    b"\x00\xff",
    [],
    ["a", None, 1.0],
    (),
    (1, 2.0, "three", None),
    {},
    {"mean": 0.5, "": [None]},
    frozenset(),
    frozenset({"C", "W1"}),
    ["ok", [None, (1, "a"), {"x": (True,)}]],
)


# No `repr`: that of a set differs between processes, which must agree on the tests' names.
@pytest.mark.parametrize("value", PLAIN_VALUES, ids=lambda value: type(value).__name__)
def test_plain_value_arrives_as_it_is(value):
    arrived = travel(value)
    assert arrived == value
    assert type(arrived) is type(value)


def test_nan_arrives_as_nan():
    assert np.isnan(travel(float("nan")))


def test_true_does_not_arrive_as_one():
    assert travel((True, 1)) == (True, 1)
    assert [type(item) for item in travel((True, 1))] == [bool, int]


@pytest.mark.parametrize("dtype", wire.DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,), (2, 0, 3), (1,) * 8])
def test_array_arrives_with_its_dtype_shape_and_numbers(dtype, shape):
    count = int(np.prod(shape))
    array = np.arange(count).reshape(shape).astype(dtype)
    arrived = travel(array)
    assert (arrived.dtype, arrived.shape) == (dtype, shape)
    assert np.array_equal(arrived, array)
    assert arrived.flags.writeable


@pytest.mark.parametrize("dtype", wire.DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(), (2, 3), (0, 4)])
def test_tensor_arrives_with_its_dtype_shape_and_numbers(dtype, shape):
    count = int(np.prod(shape))
    tensor = torch.from_numpy(np.arange(count).reshape(shape).astype(dtype))
    arrived = travel(tensor)
    assert isinstance(arrived, torch.Tensor)
    assert (arrived.dtype, arrived.shape) == (tensor.dtype, tensor.shape)
    assert torch.equal(arrived, tensor)
    assert not arrived.requires_grad


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.complex64])
def test_tensor_says_whether_it_requires_grad(dtype):
    leaf = torch.ones(2, dtype=dtype, requires_grad=True)
    assert travel(leaf).requires_grad
    assert travel(leaf * 2).requires_grad
    assert not travel(leaf.detach()).requires_grad


def test_tensor_on_the_way_shares_nothing_with_the_original():
    tensor = torch.zeros(3)
    arrived = travel(tensor)
    arrived += 1
    assert torch.equal(tensor, torch.zeros(3))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float8_e4m3fn])
def test_float_without_a_numpy_twin_arrives_as_float32(dtype):
    tensor = torch.tensor([0.5, -1.5, 3.0], dtype=dtype)
    arrived = travel(tensor)
    assert arrived.dtype == torch.float32
    assert torch.equal(arrived, tensor.float())


NOT_CONTIGUOUS = {
    "transposed": torch.arange(6.0).reshape(2, 3).T,
    "strided": torch.arange(6.0)[::2],
    "expanded": torch.tensor([1.0]).expand(4),
    "conjugated": torch.tensor([1 + 2j]).conj(),
    "negated": torch.tensor([1 + 2j]).conj().imag,
    "sparse": torch.eye(3).to_sparse(),
}


@pytest.mark.parametrize("kind", NOT_CONTIGUOUS)
def test_tensor_of_another_layout_arrives_as_its_numbers(kind):
    tensor = NOT_CONTIGUOUS[kind]
    assert torch.equal(travel(tensor), tensor.to_dense())


def test_array_of_another_layout_or_byte_order_arrives_as_its_numbers():
    array = np.arange(6.0).reshape(2, 3)
    for other in (array.T, array[:, ::2], np.asfortranarray(array), array.astype(">f8")):
        arrived = travel(other)
        assert np.array_equal(arrived, other)
        assert arrived.dtype == np.dtype("<f8")


@pytest.mark.parametrize("scalar", [np.float32(0.5), np.int16(-3), np.bool_(True)], ids=repr)
def test_numpy_scalar_arrives_as_an_array_without_dimensions(scalar):
    arrived = travel(scalar)
    assert (arrived.shape, arrived.dtype) == ((), scalar.dtype)
    assert arrived == scalar


def test_generator_arrives_where_it_stands():
    sent = generator(3)
    torch.randn(5, generator=sent)
    arrived = travel(sent)
    assert torch.equal(torch.randn(7, generator=arrived), torch.randn(7, generator=sent))


@pytest.mark.parametrize(
    "sequence", [[1, 2.5], [[1, 2], [3, 4]], [(0.5,), (1.5,)], [True, False], [np.float32(1), 2]]
)
def test_nested_list_of_numbers_arrives_as_an_array(sequence):
    arrived = travel(sequence)
    assert isinstance(arrived, np.ndarray)
    assert np.array_equal(arrived, np.array(sequence))


def test_long_list_of_numbers_fits_the_limits():
    numbers = [[0.5] * 100] * 1000  # 100,000 numbers; one by one they would be too many values
    assert travel(numbers).shape == (1000, 100)


@pytest.mark.parametrize("sequence", [[[1], [1, 2]], [1, None], [1, "a"], [2**70, "a"]])
def test_list_that_is_no_array_is_not_made_one(sequence):
    try:
        arrived = travel(sequence)
    except WireError:
        return  # an integer that is too long
    assert isinstance(arrived, list)
    assert len(arrived) == len(sequence)


def test_tuple_of_numbers_stays_a_tuple():
    assert travel((1, 2, 3)) == (1, 2, 3)


def test_named_tuple_arrives_as_a_tuple():
    assert travel(Named(1.0, "a")) == (1.0, "a")
    maximum = travel(torch.ones(2, 3).max(dim=1))  # torch.return_types.max
    assert isinstance(maximum, tuple)
    assert torch.equal(maximum[0], torch.ones(2))


def test_other_collections_arrive_as_the_plain_one():
    assert travel(OrderedDict(a=1.0)) == {"a": 1.0}
    assert travel(MappingProxyType({"a": 1.0})) == {"a": 1.0}
    assert travel({"a", "b"}) == frozenset({"a", "b"})
    assert travel(range(3)).tolist() == [0, 1, 2]
    assert travel(bytearray(b"xy")) is not None


def test_lone_surrogate_does_not_stop_a_string():
    assert travel("a\ud800b") == "a?b"


# ------------------------------------------------------------------------------ what stays home


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (object(), "an object"),
        (print, "a builtin_function_or_method"),
        (1j, "a complex"),
        (2**63, "an integer of more than 64 bits"),
        (np.array([None]), "an array of object"),
        (np.array(["a"]), "an array of <U1"),
        (np.zeros(1, dtype=[("a", "f8")]), "an array of "),
        (np.zeros(1, np.clongdouble), "an array of complex"),
        (np.datetime64("2020-01-01"), "an array of datetime64"),
        (np.zeros((1,) * 9), "an array of 9 dimensions"),
        ({1: 2}, "a dict with a key that is not a string"),
        ({1, 2}, "a set of something else than strings"),
        ([None] * 4097, "a list of more than 4096 items"),
        (dict.fromkeys(map(str, range(4097))), "a dict of more than 4096 items"),
        (torch.ones(2, device="meta"), "a tensor without numbers (torch.float32, meta)"),
    ],
    ids=lambda value: None if isinstance(value, str) else type(value).__name__,
)
def test_value_that_cannot_travel_is_named(value, reason):
    with pytest.raises(WireError) as caught:
        wire.frame(value)
    assert str(caught.value).startswith(reason)


def test_nesting_travels_to_the_limit_and_not_beyond():
    value = None
    for _ in range(wire.MAX_DEPTH):
        value = (value,)
    assert travel(value) == value
    with pytest.raises(WireError, match="nested too deeply"):
        wire.frame((value,))


def test_value_that_holds_itself_does_not_travel():
    value = []
    value.append(value)
    with pytest.raises(WireError):
        wire.frame(value)


def test_frame_of_more_than_64_mib_is_refused():
    with pytest.raises(WireError, match="more than 64 MiB"):
        wire.frame(bytes(wire.MAX_FRAME_BYTES))


# ------------------------------------------------------------------------------ hostile bytes


@pytest.mark.parametrize("length", [0, wire.MAX_FRAME_BYTES + 1, 2**32 - 1])
def test_header_outside_the_limits_is_refused(length):
    with pytest.raises(WireError, match=f"a frame of {length} bytes"):
        wire.frame_length(u32(length))


def test_header_at_the_limits_is_accepted():
    assert wire.frame_length(u32(1)) == 1
    assert wire.frame_length(u32(wire.MAX_FRAME_BYTES)) == wire.MAX_FRAME_BYTES


HOSTILE = {
    "nothing": b"",
    "unknown tag": b"Z",
    "two values": b"NN",
    "string cut short": b"S" + u32(5) + b"abc",
    "bytes longer than the frame": b"B" + u32(2**32 - 1),
    "too many items": b"L" + u32(wire.MAX_ITEMS + 1) + b"N" * (wire.MAX_ITEMS + 1),
    "items that are not there": b"L" + u32(4),
    "too deep": (b"L" + u32(1)) * 9 + b"N",
    "key that is no string": b"M" + u32(1) + b"NN",
    "set of numbers": b"E" + u32(1) + b"T",
    "set of lists": b"E" + u32(1) + b"L" + u32(0),
    "unknown dtype": array_bytes(len(wire.DTYPES), ()),
    "nine dimensions": array_bytes(11, (1,) * 9, bytes(8)),
    "array cut short": array_bytes(11, (2,), bytes(15)),
    "size that wraps around": array_bytes(11, (2**32, 2**32)),
    "size that wraps around to 8": array_bytes(1, (2**63, 2, 1), bytes(8)),
    "huge dimension beside 0": array_bytes(11, (0, 2**63)),
    "huge dimensions beside 0": array_bytes(11, (0, *[2**31 - 1] * 7)),
    "gradient of integers": b"t" + array_bytes(7, (1,), bytes(8))[1:],
    "generator without a state": b"G" + u32(0),
    "generator with a state of zeros": b"G" + u32(5056) + bytes(5056),
    "generator with half a state": b"G" + u32(100) + bytes(100),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_bytes_are_refused(kind):
    with pytest.raises(WireError):
        wire.decode(HOSTILE[kind])


def test_number_of_values_is_bounded_across_the_frame():
    many = b"L" + u32(4096) + (b"L" + u32(4096) + b"N" * 4096) * 4096
    with pytest.raises(WireError, match="too many values"):
        wire.decode(many)


def test_bool_that_is_neither_0_nor_1_arrives_as_true():
    array = wire.decode(array_bytes(0, (3,), b"\x00\x01\x7f"))
    assert array.tolist() == [False, True, True]
    assert array.view(np.uint8).tolist() == [0, 1, 1]


def test_text_that_is_not_utf8_arrives_as_text():
    assert wire.decode(b"S" + u32(2) + b"\xffa") == "�a"


# Where torch keeps its place: `left` numbers are left of the 624, `next` is the one to come.
LEFT, NEXT = slice(8, 12), slice(16, 24)


@pytest.mark.parametrize(("left", "next_"), [(624, 624), (1, 0x7FFFFFFF), (624, 2), (5, 0)])
def test_generator_that_would_read_beyond_its_numbers_is_refused(left, next_):
    state = bytearray(generator().get_state().numpy().tobytes())
    state[LEFT], state[NEXT] = struct.pack("<i", left), struct.pack("<Q", next_)
    with pytest.raises(WireError, match="impossible state"):
        wire.decode(b"G" + u32(len(state)) + state)


@pytest.mark.parametrize("draws", [0, 1, 2, 623, 624, 625, 1248, 1249])
def test_generator_is_accepted_wherever_it_stands(draws):
    sent = generator(1)
    for _ in range(draws):
        torch.randint(2, (), generator=sent)
    arrived = travel(sent)
    assert torch.equal(torch.rand(700, generator=arrived), torch.rand(700, generator=sent))


# ------------------------------------------------------------------------------ the fuzzer


def seed_payloads():
    """Frames as they really travel: the fuzzer's walk starts at each."""
    values = [
        *PLAIN_VALUES,
        ["ok", [torch.ones(2, 3), None, None]],
        ["ok", [torch.ones(2, requires_grad=True), (generator(),), (torch.ones(1), None)]],
        ["ok", {"mean": np.float64(0.5), "std": np.arange(3)}],
        ["ok", ["kaiming_std", "kaiming_normal"]],
        ["exc", "ValueError", "message", 'File "exercise03.py", line 3'],
        ["load", "exercise03", {"exercise03.py": b"x = 1"}],
        ["call", "f", (torch.zeros(0, 3), 2, "tanh"), {"eps": 1e-5}, True, torch.ones(2, 2)],
        np.zeros((1, 2), np.complex128),
        np.array([True, False]),
        generator(7),
    ]
    return [bytes(wire.frame(value)[4:]) for value in values]


def mutated(chance, payload):
    """A payload after a few changes of the kinds that break parsers."""
    data = bytearray(payload)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0 if data:
                data[place % len(data)] = chance.randrange(256)
            case 1:
                data[place:place] = chance.randbytes(chance.randint(1, 9))
            case 2:
                del data[place : place + chance.randint(1, 9)]
            case 3:  # a length or a dimension
                extreme = chance.choice((0, 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1))
                data[place : place + 8] = struct.pack("<Q", extreme)
            case 4:
                other = chance.choice(PAYLOADS)
                data[place:] = other[chance.randrange(len(other)) :]
            case _ if data:
                data[place % len(data)] = ord(chance.choice("NTFIDSBAutGLPEM"))
    return bytes(data)


PAYLOADS = seed_payloads()


def used(value):
    """Use a decoded value as the grader would: nothing in it may be a trap."""
    if isinstance(value, torch.Generator):
        torch.randn(3000, generator=value)
    elif isinstance(value, (np.ndarray, torch.Tensor)):
        value.sum() if value.shape else value.item()
    elif isinstance(value, (list, tuple, frozenset)):
        for item in value:
            used(item)
    elif isinstance(value, dict):
        used(list(value.values()))


def test_no_bytes_do_more_than_raise_a_wire_error():
    chance = random.Random(FUZZ_SEED)
    end = time.monotonic() + FUZZ_SECONDS
    refused = accepted = 0
    while time.monotonic() < end:
        payload = (
            chance.randbytes(chance.randint(0, 64))
            if chance.random() < 0.1
            else mutated(chance, chance.choice(PAYLOADS))
        )
        try:
            value = wire.decode(payload)
        except WireError:
            refused += 1
            continue
        accepted += 1
        with np.errstate(all="ignore"):
            used(value)
    assert refused > 100  # the walk has left the valid frames,
    assert accepted > 100  # and has not lost them


def test_longdouble_travels_as_float64():
    assert wire.decode(wire.frame(np.array([0.5], np.longdouble))[4:]).dtype == np.float64


def test_tuple_of_rows_travels_as_an_array_and_a_tuple_of_numbers_as_a_tuple():
    assert wire.decode(wire.frame(((1.0, 2.0), (3.0, 4.0)))[4:]).shape == (2, 2)
    assert wire.decode(wire.frame((1.0, 2.0))[4:]) == (1.0, 2.0)


def test_value_of_more_parts_than_a_decoder_takes_is_refused():
    with pytest.raises(WireError, match="too many parts"):
        wire.frame([[torch.zeros((), requires_grad=True)] * 4000] * 20)


ONE_THIRD = wire.MAX_NUMBERS // 3


@pytest.mark.parametrize("dtype", ["?", "i1", "<f2"])
def test_numbers_of_all_arrays_in_a_frame_count_together(dtype):
    array = np.zeros(ONE_THIRD, dtype)
    assert len(wire.decode(wire.frame([array, {"a": (array, array)}])[4:])) == 2
    with pytest.raises(WireError, match="numbers together"):
        wire.decode(wire.frame([array, array, {"a": (torch.from_numpy(array), array)}])[4:])


def test_arrays_that_would_be_a_gigabyte_when_stacked_are_refused():
    array = torch.zeros(wire.MAX_NUMBERS, dtype=torch.int8)
    data = wire.frame([array] * 7)
    assert len(data) < wire.MAX_FRAME_BYTES
    with pytest.raises(WireError, match="numbers together"):
        wire.decode(data[4:])
