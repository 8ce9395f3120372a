"""What the course calls test_hidden.py. MARK"""

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from grader.checks import PLAIN, assert_close, assert_law, assert_unmodified, probe

PROBES = (probe("double", torch.tensor([[-1.0, 0.5], [0.0, 7.0]], dtype=torch.float64)),)
NUMBERS = st.lists(st.integers(-9, 9), min_size=1, max_size=4)


def tensor(numbers):
    return torch.tensor(numbers, dtype=torch.float64)


@example(numbers=[3, -2])
@given(numbers=NUMBERS)
def test_doubles(student, reference, numbers):
    """Every number is doubled."""  # MARK
    x = tensor(numbers)
    assert_close(student.double(x), reference.double(x), of="double", tolerance=PLAIN)


@example(numbers=[3, -2, 5])
@given(numbers=NUMBERS)
def test_totals(student, reference, numbers):
    """All numbers are added up."""
    x = tensor(numbers)
    assert_close(student.total(x), reference.total(x), of="total", tolerance=PLAIN)


def test_gradient(student, reference):
    """The gradient of the double is two."""
    x, g = tensor([1, 2, 3]), tensor([1, -1, 2])
    want = reference.observe("double", x, gradient=g).gradient[0]
    got = student.observe("double", x, gradient=g).gradient[0]
    assert_law(got is not None, "gradient: expected numbers, got none")
    assert_close(got, want, of="gradient", tolerance=PLAIN)


def test_untouched(student):
    """The input is left as it was."""
    assert_unmodified(student, "double", tensor([1, 2]))
