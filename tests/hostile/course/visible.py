"""What the course calls test_examples.py."""

import torch

from grader.checks import PLAIN, assert_close


def test_worked_example(student, reference):
    """The worked example comes out."""
    x = torch.tensor([1.5, 3.0], dtype=torch.float64)
    assert_close(student.double(x), reference.double(x), of="double", tolerance=PLAIN)
