"""What stops a run inside of the network: the function that was put there, or the machine."""

from __future__ import annotations

import pytest
import torch

from grader.checks import CheckFailed, in_network
from grader.errors import BrokenEnvironment
from grader.sandbox.failures import NotWritten
from grader.training import Functions, short_run


def wrong_shape(_, x):
    return torch.zeros(len(x))


def exploding(grad_out, x):
    return 1e300 * (grad_out + x)


@pytest.mark.parametrize(
    ("backward", "words"),
    [
        (wrong_shape, r"in the network tanh_backward gives the shape \(16,\)"),
        (exploding, "network"),
    ],
)
def test_function_that_the_network_cannot_go_on_with_fails_the_check(backward, words):
    with pytest.raises(CheckFailed, match=words), in_network():
        short_run(Functions(tanh_backward=backward), steps=3)


@pytest.mark.parametrize("raised", [BrokenEnvironment("no", ""), NotWritten("f"), KeyError("x")])
def test_everything_else_passes_through(raised):
    with pytest.raises(type(raised)) as caught, in_network():
        raise raised
    assert caught.value is raised
