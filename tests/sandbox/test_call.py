"""Calls as they are copied, and as they are shown so that they can be pasted."""

from __future__ import annotations

import pytest
import torch

from grader.sandbox.call import MAX_SHOWN_NUMBERS, Call, as_text, copy_argument


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


PASTED = {
    "int": 3,
    "float": 0.1,
    "bool": True,
    "none": None,
    "string": "it's tanh",
    "names": frozenset({"W1", "C"}),
    "no names": frozenset(),
    "dict": {"eps": 1e-5, "x": torch.tensor([1.5])},
    "tuple": (1, torch.tensor([1.0, 2.0])),
    "tuple of one": (torch.tensor([1.0]),),
    "float32": torch.tensor([[1.5, -0.25]]),
    "float64": torch.tensor([[0.1, 1 / 3]], dtype=torch.float64),
    "integers": torch.tensor([1, 2]),
    "bytes": torch.tensor([1, 2], dtype=torch.uint8),
    "bools": torch.tensor([True, False]),
    "one number": torch.tensor(2.5),
    "no numbers": torch.zeros(0),
    "no rows": torch.zeros(0, 3, dtype=torch.float64),
    "not finite": torch.tensor([float("nan"), float("inf"), -float("inf")]),
    "tiny": torch.tensor([1e-30, 1e30], dtype=torch.float64),
}


def is_same(left, right):
    if isinstance(left, torch.Tensor):
        same = torch.equal(left.nan_to_num(nan=7.0), right.nan_to_num(nan=7.0))
        return same and left.dtype == right.dtype and left.shape == right.shape
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(is_same(left[k], right[k]) for k in left)
    if isinstance(left, tuple):
        return len(left) == len(right) and all(map(is_same, left, right))
    return left == right and type(left) is type(right)


@pytest.mark.parametrize("kind", PASTED)
def test_value_can_be_pasted(kind):
    pasted = eval(as_text(PASTED[kind]), {"torch": torch})
    if kind in ("names", "no names"):
        pasted = frozenset(pasted)
    assert is_same(pasted, PASTED[kind])


def test_generator_can_be_pasted():
    pasted = eval(as_text(generator(7)), {"torch": torch})
    assert torch.equal(pasted.get_state(), generator(7).get_state())


def test_generator_that_has_been_drawn_from_is_not_shown_as_a_fresh_one():
    used = generator(7)
    torch.rand(1, generator=used)
    assert as_text(used) == "generator"


def test_long_tensor_is_shown_by_its_shape():
    assert as_text(torch.ones(MAX_SHOWN_NUMBERS)).startswith("torch.tensor([1.0, ")
    assert as_text(torch.ones(5, 5)) == "<tensor of shape (5, 5)>"


def test_call_is_shown_with_the_names_of_its_parameters():
    call = Call("kaiming_std", (4, "tanh"), {"eps": 0.5})
    assert call.as_text(("fan_in", "nonlinearity")) == (
        "kaiming_std(fan_in=4, nonlinearity='tanh', eps=0.5)"
    )


def test_call_shows_scalars_and_switches_first_and_can_still_be_pasted():
    seen = []

    def f(x, momentum, *, training, name):
        seen.append((x.tolist(), momentum, training, name))

    call = Call("f", (torch.ones(2), 0.3), {"training": True, "name": None})
    text = call.as_text(("x", "momentum"))
    assert text == "f(momentum=0.3, training=True, name=None, x=torch.tensor([1.0, 1.0]))"
    eval(text, {"f": f, "torch": torch})
    assert seen == [([1.0, 1.0], 0.3, True, None)]


def test_call_with_more_arguments_than_names_can_be_pasted():
    seen = []

    def f(*arguments, **keywords):
        seen.append((arguments, keywords))

    call = Call("f", (1, 2, 3), {"k": 4})
    eval(call.as_text(("a",)), {"f": f})
    assert seen == [((1, 2, 3), {"k": 4})]


def test_copy_of_a_call_shares_nothing_with_it():
    x, source, cache = torch.zeros(2), generator(1), {"x": torch.zeros(2)}
    call = Call("f", (x, source, cache, [torch.zeros(1)]), {"out": torch.zeros(2)})
    copied = call.copy()
    for tensor in (copied.arguments[0], copied.arguments[2]["x"], copied.arguments[3][0]):
        tensor += 1
    copied.keywords["out"].add_(1)
    torch.rand(1, generator=copied.arguments[1])
    assert not x.any()
    assert not cache["x"].any()
    assert not call.arguments[3][0].any()
    assert not call.keywords["out"].any()
    assert torch.equal(source.get_state(), generator(1).get_state())


@pytest.mark.parametrize("requires", [True, False])
def test_copy_of_a_tensor_requires_grad_as_the_original_does(requires):
    original = torch.ones(2, requires_grad=requires)
    copied = copy_argument(original)
    assert copied.requires_grad is requires
    assert copied.is_leaf
    assert copied.data_ptr() != original.data_ptr()


def test_generators_of_a_call_are_those_among_its_arguments():
    source = generator()
    assert Call("f", (1, source)).generators == (source,)
    assert Call("f", (1,)).generators == ()
