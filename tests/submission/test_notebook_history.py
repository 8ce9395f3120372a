"""Of a history, exactly what the functions need."""

from __future__ import annotations

import time

import pytest

from grader.submission.notebook_history import excerpt


def chosen(*cells, wanted=("f",)):
    """The lines that are kept, each with its cell."""
    found = excerpt(list(enumerate(cells)), wanted)
    return [(piece.cell, piece.source) for piece in found.pieces]


def texts(*cells, wanted=("f",)):
    return [text for _, text in chosen(*cells, wanted=wanted)]


def test_definition_comes_with_all_it_uses_and_nothing_else():
    assert chosen(
        "import torch, math\nimport os",
        "SCALE = math.pi\nother = 3",
        "def half(x):\n    return x / 2",
        "data = torch.randn(10 ** 9)\nfor step in range(10 ** 9):\n    data = data + 1",
        "def f(x):\n    data = 1\n    return half(x) * SCALE * data",
        "f(3)\nprint(other)",
    ) == [
        (0, "import torch, math"),
        (1, "SCALE = math.pi"),
        (2, "def half(x):\n    return x / 2"),
        (4, "def f(x):\n    data = 1\n    return half(x) * SCALE * data"),
    ]


def test_pieces_know_their_cell_and_line():
    (piece,) = excerpt([(7, "x = 1\n\n@a.b\ndef f():\n    pass")], ["f"]).pieces
    assert (piece.cell, piece.line) == (7, 3)


@pytest.mark.parametrize(
    "made",
    [
        "T = [1]\nT.append(2)",
        "T = {}\nT['a'] = 1",
        "T = object()\nT.a.b = 1",
        "T = 1\nT += 1",
        "T = []\nfor i in range(3):\n    T.append(i)\n    T = T + [i]",
        "if True:\n    T = 1\nelse:\n    T = 2",
        "try:\n    import fast as T\nexcept ImportError:\n    T = None",
        "with open('a') as T:\n    pass",
        "a, (T, *b) = 1, (2, 3)",
        "class T:\n    pass",
        "T: int = 3",
        "(T := 4)",
    ],
)
def test_everything_that_makes_a_name_is_kept(made):
    kept = "\n".join(texts(made, "def f():\n    return lambda: [T for _ in ()]"))
    assert kept.startswith(made)


def test_default_arguments_decorators_annotations_and_bases_are_uses():
    cells = ("A = 1", "B = print", "C = int", "D = 5")
    assert len(texts(*cells, "@B\ndef f(x: C = A):\n    return x")) == 4


def test_definition_under_another_name_is_followed():
    assert texts("def g():\n    return 1", "f = g") == ["def g():\n    return 1", "f = g"]


def test_star_and_future_imports_are_always_kept():
    cells = ("from torch import *", "from __future__ import annotations", "def f(): pass")
    assert texts(*cells) == list(cells)


def test_methods_of_imported_things_are_no_part_of_what_uses_them():
    kept = texts("import torch", "torch.save(1, 'a')", "torch.set_default_dtype(torch.float64)",
                 "torch.backends.x = 1", "def f():\n    return torch")  # fmt: skip
    assert "torch.save(1, 'a')" not in kept
    assert "torch.set_default_dtype(torch.float64)" in kept
    assert "torch.backends.x = 1" in kept


def test_redefinitions_are_kept_in_their_order():
    cells = ("def f():\n    return 1", "T = f()", "def f():\n    return T")
    assert texts(*cells) == list(cells)


def test_cell_that_ran_a_hundred_times_is_kept_twice():
    cells = ["T = 1", *["def f():\n    return T"] * 100, "T = 1"]
    assert [cell for cell, _ in chosen(*cells)] == [0, 1, 100, 101]


def test_statements_on_one_line_stay_together():
    assert texts("a = 1; b = 2; c = (\n3); d = 4", "def f(): return b") == [
        "a = 1; b = 2; c = (\n3); d = 4", "def f(): return b",
    ]  # fmt: skip


def test_cells_with_magics_are_read_and_damaged_ones_are_not():
    function = "def f():\n    return T, U"
    cells = ("%matplotlib inline\nT = 1", "%%time\nU = 2", "T = (", "%%bash\nT = 7", function)
    assert texts(*cells) == ["T = 1", "U = 2", function]


def test_what_no_statement_makes_is_told():
    found = excerpt([(1, "def f():\n    return len(secret)")], ["f", "g"])
    assert found.unbound == {"len", "secret", "g"}


def test_long_chain_of_names_is_followed_in_time():
    cells = [(number, f"x{number} = x{number + 1}") for number in range(12_000)]
    start = time.monotonic()
    found = excerpt([*cells, (12_000, "x12000 = 1")], ["x0"])
    assert len(found.pieces) == 12_001
    assert time.monotonic() - start < 10
