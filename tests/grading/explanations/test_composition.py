"""Two mistakes at once: texts that are merged, and those that exclude each other."""

from __future__ import annotations

import ast
import textwrap

import pytest

from grader.grading.explanations.composition import composed
from grader.grading.explanations.normal_form import EXPANDED, INLINED, PLAIN, definitions, dump

BASE = """
def f(x, y):
    a = x + 1
    b = a * y
    return b - 2
"""


def text(source):
    return textwrap.dedent(source)


def merged(first, second, *bases):
    return composed([text(base) for base in bases or (BASE,)], text(first), text(second))


def value(source, *arguments, name="f"):
    """What a function of a merged text gives."""
    assert source is not None
    scope = {}
    exec(source, scope)
    return scope[name](*arguments)


def own(line, by, base=BASE):
    """The base with one line changed."""
    assert line in base
    return base.replace(line, by)


# ------------------------------------------------------------------------------ where both fit


def test_changes_in_different_places_are_both_made():
    both = merged(own("x + 1", "x + 5"), own("b - 2", "b + 2"))
    assert value(both, 1, 10) == (1 + 5) * 10 + 2


def test_changes_of_two_operands_of_one_statement_are_both_made():
    both = merged(own("a * y", "a * 7"), own("a * y", "x * y"))
    assert value(both, 2, 10) == 2 * 7 - 2


def test_operator_and_operand_are_both_changed():
    assert value(merged(own("a * y", "a / y"), own("a * y", "a * 4")), 7, 10) == 8 / 4 - 2


def test_change_goes_inside_what_wraps_it():
    wraps, inside = own("b - 2", "abs(b - 2)"), own("b - 2", "b - 20")
    for both in (merged(wraps, inside), merged(inside, wraps)):
        assert value(both, 0, 3) == abs(3 - 20)


def test_what_is_left_of_an_expression_keeps_the_change_of_the_other():
    unwraps = own("a * y", "a")
    inside = own("a * y", "(a + 3) * y")
    for both in (merged(unwraps, inside), merged(inside, unwraps)):
        assert value(both, 1, 10) == (2 + 3) - 2


SPREAD = """
def f(x, y):
    return spread(x) / spread(y)
"""


def spread(x):
    return x * x


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # One takes another number for x wherever x was, the other another function of x.
        ("spread(abs(x))", "(x + 1)", abs(-3) + 1),
        ("spread(x + x)", "2 * x", 2 * (-3 + -3)),
    ],
)
def test_part_that_is_replaced_throughout_is_replaced_in_the_other_too(first, second, expected):
    base = "def f(x):\n    return 7 * spread(x)\n"
    both = merged(own("spread(x)", first, base), own("spread(x)", second, base), base)
    assert value(f"from {__name__} import spread\n{both}", -3) == 7 * expected


def test_two_measures_are_replaced_in_a_difference_too():
    measures = own("spread(x) / spread(y)", "abs(x) / abs(y)", SPREAD)
    difference = own("spread(x) / spread(y)", "spread(x) - spread(y)", SPREAD)
    assert value(merged(measures, difference, SPREAD), -5, 2) == 5 - 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("spread(x) + y * abs(x)", "2 - spread(x)"),  # one x of two was replaced
        ("spread(y) + y * spread(abs(x))", "2 - spread(x)"),  # by two things
        ("spread(abs(x)) + y * spread(abs(x))", "2 - y"),  # nothing is left of it
    ],
)
def test_part_that_is_not_replaced_throughout_is_left(first, second):
    base = "def f(x, y):\n    return spread(x) + y * spread(x)\n"
    whole = "spread(x) + y * spread(x)"
    assert merged(own(whole, first, base), own(whole, second, base), base) is None


def test_added_and_removed_statements_are_both_made():
    adds = own("    return", "    b = b + 100\n    return")
    removes = own("    a = x + 1\n", "    a = x\n")
    assert value(merged(adds, removes), 1, 10) == 1 * 10 + 100 - 2


def test_same_change_twice_is_made_once():
    assert value(merged(own("- 2", "- 3"), own("- 2", "- 3")), 1, 1) == 2 - 3


def test_mistake_that_calls_the_right_function_keeps_its_helper():
    helps = "def half(v): return v / 2\n" + own("a * y", "half(a) * y")
    assert value(merged(helps, own("- 2", "- 3")), 3, 10) == 20 - 3


def test_functions_that_one_text_alone_has_are_kept():
    other = "def g(x): return x"
    both = merged(own("x + 1", "x + 5"), other)
    assert value(both, 1, 1) == 6 - 2
    assert value(both, 4, name="g") == 4


# ------------------------------------------------------------------------------ conflicts


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (own("x + 1", "x + 5"), own("x + 1", "x + 6")),
        (own("a * y", "a / y"), own("a * y", "a - y")),
        (own("    return b - 2", "    return b"), own("    return b - 2", "    return a + b")),
        ("def f(x, y): return 7", "def f(x, y): return x * y * 3"),
    ],
)
def test_changes_that_exclude_each_other_give_nothing(first, second):
    assert merged(first, second) is None


def test_constants_with_two_values_exclude_each_other():
    same = "K = 3\n" + own("x + 1", "x + K")
    other = "K = 4\n" + own("b - 2", "b - K")
    assert merged(same, other) is None
    assert value(merged(same, other.replace("K = 4", "K = 3")), 1, 10) == 40 - 3


# ------------------------------------------------------------------------------ normal forms


def test_two_assignments_in_one_line_are_two_statements():
    base = "def f(x, y):\n    a, b = x + 1, y + 1\n    return a * b\n"
    first, second = (
        own("x + 1", "x + 5", base),
        base.replace("    a, b = x + 1, y + 1\n", "    a = x + 1\n    b = y + 7\n"),
    )
    assert value(merged(first, second, base), 1, 1) == 6 * 8


def test_assignments_that_use_each_other_are_not_taken_apart():
    base = "def f(x, y):\n    x, y = y, x\n    return x - y\n"
    body = definitions(base, PLAIN)["f"].body
    assert ast.unparse(body[0]).replace("(", "").replace(")", "") == "x, y = y, x"


def test_axis_by_position_and_by_keyword_are_the_same():
    by_position, by_keyword = "def f(x): return x.sum(0)", "def f(x): return x.sum(dim=0)"
    assert dump(definitions(by_position, PLAIN)["f"]) == dump(definitions(by_keyword, PLAIN)["f"])
    # `torch.sum(x)` takes the tensor first.
    module = definitions("def f(x): return torch.sum(x)", PLAIN)["f"]
    assert ast.unparse(module.body[0]) == "return torch.sum(x)"


def test_name_used_once_stands_where_it_is_used():
    base = "def f(x, y):\n    a = x + 1\n    return a * y\n"
    inlined = "def f(x, y):\n    return (x + 1) * (y + 3)\n"
    both = merged(own("x + 1", "x + 5", base), inlined, base)
    assert value(both, 1, 1) == 6 * 4


def test_name_is_not_moved_over_what_changes_it():
    base = "def f(x):\n    a = x + 1\n    x = 10\n    return a * x\n"
    assert len(definitions(base, INLINED)["f"].body) == 3


def test_each_term_of_a_product_of_a_sum_can_have_a_mistake_of_its_own():
    base = "def f(x, y):\n    s = x + 1\n    return (x - y) * s + 3\n"
    unscaled = "def f(x, y):\n    s = x + 1\n    return x * s - y + 3\n"
    too_much = "def f(x, y):\n    s = x + 1\n    return (x - y + 3) * s\n"
    assert value(merged(unscaled, too_much, base), 5, 2) == 5 * 6 - 2 + 3 * 6


def test_quotient_of_a_sum_is_a_sum_of_quotients():
    base = "def f(x, y):\n    return (x - y) / (x + 2)\n"
    first, second = (own("x - y) /", new, base) for new in ("x) /", "x - y) * y /"))
    assert merged(first, second, base) is not None
    assert dump(definitions(base, EXPANDED)["f"].body[0]) == dump(
        ast.parse("def f(x, y):\n    return x / (x + 2) - y / (x + 2)").body[0].body[0]
    )


def test_docstrings_annotations_and_words_of_exceptions_do_not_matter():
    first = 'def f(x: int) -> int:\n    """One."""\n    raise ValueError("one")\n'
    other = "def f(x):\n    raise ValueError(f'other {x}')\n"
    assert dump(definitions(first, PLAIN)["f"]) == dump(definitions(other, PLAIN)["f"])


def test_imports_of_all_texts_are_kept():
    base = "from math import pi\n" + BASE
    first = "import math\n" + own("x + 1", "math.floor(x)")
    second = "from math import e\n" + own("- 2", "- e + pi")
    both = merged(first, second, base)
    assert value(both, 2.5, 1) == pytest.approx(2 - 2.718281828 + 3.141592653)


def test_texts_that_come_from_another_right_answer_are_merged_over_it():
    style = "def f(x, y):\n    total = y\n    total += x * y\n    total -= 2\n    return total\n"
    first, second = own("total = y", "total = 5", style), own("-= 2", "-= 3", style)
    assert value(merged(first, second, BASE, style), 1, 10) == 5 + 10 - 3


def test_mistakes_are_not_changed_by_being_merged():
    first, second = own("x + 1", "x + 5"), own("- 2", "- 3")
    once = merged(first, second)
    assert merged(first, second) == once
    assert value(merged(first, own("- 2", "- 4")), 1, 10) == 60 - 4
