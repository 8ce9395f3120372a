from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.report.calls import brief_call
from grader.report.layout import cells, cut, one_line, wrap, wrap_call

names = st.sampled_from(["x", "grad_out", "running_mean", "nonlinearity"])
numbers = st.one_of(st.integers(-99, 99), st.floats(-9, 9).map(lambda x: round(x, 1))).map(repr)
strings = st.text("ab ,()[]{}'\"\\\n", max_size=20).map(repr)
matrices = st.lists(st.lists(numbers, min_size=1, max_size=5), min_size=1, max_size=5)


def as_list(items):
    return f"[{', '.join(items)}]"


tensors = matrices.map(lambda rows: f"torch.tensor({as_list(map(as_list, rows))}, dtype=float)")
values = st.recursive(
    numbers | strings | tensors,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(as_list),
        st.dictionaries(names, inner, max_size=4).map(
            lambda table: "{" + ", ".join(f"{k!r}: {v}" for k, v in table.items()) + "}"
        ),
    ),
    max_leaves=8,
)
calls = st.dictionaries(names, values, max_size=4).map(
    lambda arguments: f"f({', '.join(f'{name}={value}' for name, value in arguments.items())})"
)


@settings(max_examples=60, deadline=None)
@given(calls, st.integers(30, 100))
def test_wrap_call_gives_a_call_that_means_the_same_when_pasted(call, width):
    pasted = "\n".join(wrap_call(call, width))
    assert ast.dump(ast.parse(pasted)) == ast.dump(ast.parse(call))


def test_wrap_call_leaves_a_call_that_fits_on_its_line():
    call = "kaiming_std(fan_in=4, nonlinearity='tanh')"
    assert wrap_call(call, len(call)) == [call]
    assert wrap_call(call, len(call) - 1) == [
        "kaiming_std(",
        "    fan_in=4,",
        "    nonlinearity='tanh',",
        ")",
    ]


def test_wrap_call_lines_the_rows_of_a_matrix_up():
    call = "f(x=torch.tensor([[1.0, 2.0], [3.0, 4.0]]), eps=1e-05)"
    assert wrap_call(call, 40) == [
        "f(",
        "    x=torch.tensor([[1.0, 2.0],",
        "                    [3.0, 4.0]]),",
        "    eps=1e-05,",
        ")",
    ]


def test_wrap_call_gives_each_member_of_a_dict_its_line():
    call = "f(cache={'mean': [1.0, 2.0], 'eps': 1e-05})"
    assert wrap_call(call, 40) == [
        "f(",
        "    cache={",
        "        'mean': [1.0, 2.0],",
        "        'eps': 1e-05,",
        "    },",
        ")",
    ]


def test_wrap_call_joins_lines_but_leaves_strings_alone():
    assert wrap_call("f(x=[1,\n     2], y='a  b')", 80) == ["f(x=[1, 2], y='a  b')"]


@pytest.mark.parametrize("text", ["", "(", "f", "f(", ")", "f)(", "f(x" * 60, "'" * 200, "]" * 200])
def test_wrap_call_survives_what_is_no_call(text):
    assert "".join(wrap_call(text, 40)).replace(" ", "") == text


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))), st.integers(4, 60))
def test_wrap_never_exceeds_the_width_and_loses_nothing(text, width):
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_wrap_keeps_the_indent_of_a_long_line():
    assert wrap("    one two three", 11) == ["    one two", "    three"]


def test_cells_counts_wide_characters_twice():
    assert cells("你好a") == 5


@given(st.text(), st.integers(4, 40))
def test_cut_fits_and_shows_that_it_cut(text, width):
    short = cut(text, width, "...")
    assert cells(short) <= width
    assert short == text or (short.endswith("...") and text.startswith(short[:-3]))


def test_one_line_has_no_line_break():
    assert one_line(" a\n b\tc ") == "a b c"


@pytest.mark.parametrize("width", range(20, 60))
def test_call_that_is_cut_always_says_so(width):
    call = f"f({', '.join(f'argument_{n}=[{n}.0, {n}.5]' for n in range(9))})"
    lines = brief_call(call, width, 3)
    assert len(lines) == 3
    assert lines[-1].endswith(" …")
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("f(x=[1.0, 2.0], eps=0.5)", "f(eps=0.5, x=[1.0, 2.0])"),
        ("f([1.0, 2.0], 0.5)", "f([1.0, 2.0], 0.5)"),  # each has its place
        ("f([1.0, 2.0], b=[3.0], eps=0.5)", "f([1.0, 2.0], eps=0.5, b=[3.0])"),
    ],
)
def test_call_shows_what_is_brief_first_as_far_as_the_order_is_free(call, shown):
    assert brief_call(call, 80, 3) == [shown]
