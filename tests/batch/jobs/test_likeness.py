"""Code is alike where only names, comments and layout differ, and not otherwise."""

from __future__ import annotations

import json

import pytest

from grader.batch.intake.recognition import MAX_BRACES, MAX_BYTES
from grader.batch.jobs.likeness import code_sha256

SOURCE = '''\
"""A docstring."""
import torch


def tanh_backward(grad_out, x):
    """Multiply by the slope."""
    slope = 1 - torch.tanh(x) ** 2  # by the chain rule
    return grad_out * slope
'''
DRESSED = """\
import torch
def tanh_backward(g: torch.Tensor, value) -> torch.Tensor:

    d: torch.Tensor = (1 - torch.tanh(value) ** 2)
    "my own idea"
    return g * d
"""


def test_renamed_and_commented_code_is_alike():
    assert code_sha256(SOURCE.encode(), ".py") == code_sha256(DRESSED.encode(), ".py") is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [("1 -", "2 -"), ("grad_out * slope", "slope * grad_out"), ("torch.tanh", "torch.sin")],
)
def test_code_that_does_something_else_is_not_alike(old, new):
    assert code_sha256(SOURCE.encode(), ".py") != code_sha256(
        SOURCE.replace(old, new).encode(), ".py"
    )


def test_notebook_is_alike_with_the_file_of_its_code():
    cells = [
        {"cell_type": "code", "source": text, "metadata": {}, "outputs": []}
        for text in (SOURCE[: SOURCE.index("def ")], SOURCE[SOURCE.index("def ") :])
    ]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert code_sha256(notebook.encode(), ".ipynb") == code_sha256(SOURCE.encode(), ".py")


@pytest.mark.parametrize(
    "data",
    [
        b"def f(:",
        b"x = 1\n" + b"#" * MAX_BYTES,
        b"\xff\xfe",
        b"-" * 100_000 + b"1",
        b"(" * 9999,
        b"'x'\n",
        b"f'" + b"{a}" * (MAX_BRACES + 1) + b"'",
    ],
)
def test_what_cannot_be_parsed_has_no_hash(data):
    assert code_sha256(data, ".py") is None


def test_hash_of_no_notebook_is_none():
    assert code_sha256(b"[1]", ".ipynb") is None
