"""What a submission may return, and the sentence about everything else.

One function gives back what the expression it is called with says, so that every value makes
the whole journey: out of a worker, over the wire, through the parser.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from grader.sandbox.failures import WrongValue
from grader.sandbox.values import has_gradient, parse_value

ECHO = """
from collections import namedtuple

import numpy as np
import torch

Named = namedtuple("Named", "mean out")
Table = namedtuple("Table", "mean std")


def f(expression):
    return eval(expression)


g = names = pair = table = f
"""


@pytest.fixture(scope="module")
def student(make_student, tmp_path_factory):
    student = make_student(ECHO, tmp_path_factory.mktemp("echo"))
    yield student
    student.close()


@pytest.mark.parametrize(
    "expression",
    [
        "torch.tensor([[1.0, 2.0], [3.0, 4.0]])",
        "torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64, requires_grad=True)",
        "torch.tensor([[1, 2], [3, 4]], dtype=torch.uint8)",
        "torch.tensor([[1, 2], [3, 4]], dtype=torch.bfloat16)",
        "torch.tensor([[1, 3], [2, 4]]).T",
        "np.array([[1, 2], [3, 4]], dtype=np.float16)",
        "np.array([[1, 2], [3, 4]], dtype='>i4')",
        "[[1, 2], [3.0, 4]]",
        "((1, 2), (3, 4))",
        "[torch.tensor([1.0, 2.0]), np.array([3, 4])]",
        "[[torch.tensor(1.0), torch.tensor(2.0)], [3, np.float64(4)]]",
    ],
)
def test_numbers_in_any_form_are_a_tensor(student, expression):
    value = student.f(expression)
    assert value.dtype == torch.float64
    assert value.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert not value.requires_grad


@pytest.mark.parametrize(
    "expression", ["3", "3.0", "torch.tensor(3)", "np.float32(3)", "np.array(3.0)", "[3.0][0]"]
)
def test_one_number_is_a_tensor_without_dimensions_and_a_number(student, expression):
    assert student.f(expression).shape == ()
    assert student.f(expression) == 3
    number = student.g(expression)
    assert (type(number), number) == (float, 3.0)


@pytest.mark.parametrize("expression", ["[]", "np.zeros(0)", "torch.zeros(0)", "()"])
def test_nothing_in_a_list_is_a_tensor_of_no_numbers(student, expression):
    assert student.f(expression).shape == (0,)


def test_infinity_and_nan_are_numbers(student):
    assert student.g("float('-inf')") == -math.inf
    assert math.isnan(student.g("torch.tensor(float('nan'))"))


NOT_NUMBERS = {
    "None": "returned None; expected {asked}.",
    "'1.0'": "returned a str; expected {asked}.",
    "b'1'": "returned a bytes; expected {asked}.",
    "{'a': 1.0}": "returned a dict; expected {asked}.",
    "{'a'}": "returned a set; expected {asked}.",
    "torch.Generator()": "returned a Generator; expected {asked}.",
    "[1.0, None]": (
        "returned a list of 2 values that are not an array of numbers; expected {asked}."
    ),
    "[[1.0], [1.0, 2.0]]": (
        "returned a list of 2 values that are not an array of numbers; expected {asked}."
    ),
    "(torch.ones(2), torch.ones(3), 1)": (
        "returned a tuple of 3 values that are not an array of numbers; expected {asked}."
    ),
    "torch.tensor(1j)": "returned complex numbers; expected real numbers.",
    "np.complex64(1j)": "returned complex numbers; expected real numbers.",
    "True": "returned bools (True, False); expected numbers.",
    "np.bool_(True)": "returned bools (True, False); expected numbers.",
    "[True, False]": "returned bools (True, False); expected numbers.",
    "torch.tensor([1.0]) > 0": "returned bools (True, False); expected numbers.",
    "1j": "returned a complex; expected {asked}.",
    "object()": "returned an object; expected {asked}.",
    "lambda: 1.0": "returned a function; expected {asked}.",
    "iter([1.0])": "returned a list_iterator; expected {asked}.",
    "2 ** 64": "returned an integer of more than 64 bits; expected {asked}.",
    "np.array([None])": "returned an array of object; expected {asked}.",
    "np.array(['a'])": "returned an array of <U1; expected {asked}.",
    "{1: 2.0}": ("returned a dict with a key that is not a string; expected {asked}."),
    "torch.ones(2, device='meta')": (
        "returned a tensor without numbers (torch.float32, meta); expected {asked}."
    ),
}


@pytest.mark.parametrize("expression", NOT_NUMBERS)
def test_value_that_is_no_tensor_is_described(student, expression):
    with pytest.raises(WrongValue) as caught:
        student.f(expression)
    assert caught.value.message == "f " + NOT_NUMBERS[expression].format(asked="a tensor")


@pytest.mark.parametrize("expression", NOT_NUMBERS)
def test_value_that_is_no_number_is_described(student, expression):
    with pytest.raises(WrongValue) as caught:
        student.g(expression)
    assert caught.value.message == "g " + NOT_NUMBERS[expression].format(asked="a number")


@pytest.mark.parametrize(
    ("expression", "shape"),
    [("torch.ones(1)", (1,)), ("[[3.0]]", (1, 1)), ("[]", (0,)), ("np.ones((2, 3))", (2, 3))],
)
def test_array_is_no_number(student, expression, shape):
    with pytest.raises(WrongValue) as caught:
        student.g(expression)
    assert caught.value.message == f"g returned an array of shape {shape}; expected a number."


# ------------------------------------------------------------------------------ compound values


@pytest.mark.parametrize(
    "expression",
    [
        "(torch.ones(2), 0.5)",
        "[torch.ones(2), 0.5]",
        "Named(torch.ones(2), 0.5)",
        "([1, 1], np.float32(0.5))",
    ],
)
def test_sequence_is_a_tuple_with_named_members(student, expression):
    value = student.pair(expression)
    assert value._fields == ("out", "mean")
    assert value.out.tolist() == [1.0, 1.0]
    assert value.mean == 0.5
    assert value.mean.shape == ()


def test_rows_of_an_array_are_the_members_of_a_tuple(student):
    assert student.pair("np.array([[1, 2], [3, 4]])").mean.tolist() == [3.0, 4.0]
    assert student.pair("[1.0, 2.0]").mean == 2.0  # a list of numbers travels as an array


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("None", "pair returned None; expected the 2 values (out, mean)."),
        ("1.0", "pair returned a float; expected the 2 values (out, mean)."),
        ("np.array(1.0)", "pair returned an array; expected the 2 values (out, mean)."),
        ("torch.ones(2)", "pair returned a Tensor; expected the 2 values (out, mean)."),
        ("{'out': 1}", "pair returned a dict; expected the 2 values (out, mean)."),
        ("(1.0,)", "pair returned a tuple of 1 value; expected the 2 values (out, mean)."),
        ("(1, 2, 3)", "pair returned a tuple of 3 values; expected the 2 values (out, mean)."),
        ("(1, None)", "pair returned None for mean; expected a tensor."),
        ("(True, 1)", "pair returned bools (True, False) for out; expected numbers."),
    ],
)
def test_value_that_is_no_such_tuple_is_described(student, expression, sentence):
    with pytest.raises(WrongValue) as caught:
        student.pair(expression)
    assert caught.value.message == sentence


def test_dict_of_numbers_is_parsed_to_floats(student):
    value = student.table("{'std': np.float32(2), 'mean': torch.tensor(1)}")
    assert value == {"mean": 1.0, "std": 2.0}
    assert {type(number) for number in value.values()} == {float}


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("None", "table returned None; expected a dict with the keys mean, std."),
        (
            "Table(1, 2)",
            "table returned a tuple of 2 values; expected a dict with the keys mean, std.",
        ),
        ("{}", "table returned a dict without keys; expected a dict with the keys mean, std."),
        (
            "{'mean': 1}",
            "table returned a dict with the keys mean; expected a dict with the keys mean, std.",
        ),
        (
            "dict(mean=1, std=1, b=1)",
            "table returned a dict with the keys b, mean, std; "
            "expected a dict with the keys mean, std.",
        ),
        (
            "dict(mean=1, std=[1, 2])",
            "table returned an array of shape (2,) for std; expected a number.",
        ),
        (
            "dict(mean=1, std=1j)",
            "table returned a complex; expected a dict with the keys mean, std.",
        ),
    ],
)
def test_value_that_is_no_such_dict_is_described(student, expression, sentence):
    with pytest.raises(WrongValue) as caught:
        student.table(expression)
    assert caught.value.message == sentence


@pytest.mark.parametrize(
    "expression", ["{'C', 'W1'}", "frozenset(['C', 'W1'])", "dict(C=1, W1=1).keys()"]
)
def test_set_of_names_is_a_frozenset(student, expression):
    value = student.names(expression)
    assert (type(value), value) == (frozenset, {"C", "W1"})


@pytest.mark.parametrize("expression", ["set()", "{}"])
def test_empty_set_may_be_written_as_braces(student, expression):
    assert student.names(expression) == frozenset()


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("None", "names returned None; expected a set of names."),
        ("'C'", "names returned a str; expected a set of names."),
        ("['C', 'W1']", "names returned a list of 2 values; expected a set of names."),
        ("('C',)", "names returned a tuple of 1 value; expected a set of names."),
        ("{'C': 1}", "names returned a dict; expected a set of names."),
        ("np.ones(2)", "names returned an array; expected a set of names."),
        ("{1, 2}", "names returned a set of something else than strings; expected a set of names."),
    ],
)
def test_value_that_is_no_set_of_names_is_described(student, expression, sentence):
    with pytest.raises(WrongValue) as caught:
        student.names(expression)
    assert caught.value.message == sentence


# ------------------------------------------------------------------------------ the parser alone


def test_parsed_tensor_shares_nothing_with_what_arrived():
    raw = torch.zeros(2, dtype=torch.float64)
    value = parse_value(raw, "tensor", "f")
    raw += 1
    assert value.tolist() == [0.0, 0.0]


def test_whole_number_beyond_float64_is_rounded_not_refused():
    assert parse_value(np.array([2**63], np.uint64), "tensor", "f").tolist() == [2.0**63]


@pytest.mark.parametrize(
    ("value", "has"),
    [
        (torch.ones(2, requires_grad=True), True),
        (torch.ones(2), False),
        ((1.0, torch.ones(2, requires_grad=True)), True),
        ({"a": [torch.ones(2, requires_grad=True)]}, True),
        ({"a": [torch.ones(2)]}, False),
        (np.ones(2), False),
        (None, False),
    ],
)
def test_has_gradient_looks_into_compound_values(value, has):
    assert has_gradient(value) is has
