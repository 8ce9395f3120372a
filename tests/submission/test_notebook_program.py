"""Cells as one program: where every line comes from, and what is left when something is wrong."""

from __future__ import annotations
import __future__

import pytest

from grader.errors import UnreadableSubmission
from grader.submission.notebook_program import MAX_NOTES, Piece, as_program


def program(*sources, functions=("double",)):
    pieces = [Piece(number, source) for number, source in enumerate(sources, start=1)]
    return as_program(pieces, functions, "a.ipynb")


def run(made, **names):
    """Run a program as the worker does, where `grader` is an empty module."""
    space = {"__file__": "exercise01.py", **names}
    exec(compile(made.source, "exercise01.py", "exec"), space)
    return space


@pytest.fixture(autouse=True)
def _modules(monkeypatch):
    import linecache
    import sys
    from types import ModuleType

    monkeypatch.setitem(sys.modules, "grader", ModuleType("grader"))
    yield
    linecache.cache.pop("exercise01.py", None)


def test_origin_is_the_cell_and_the_line_in_it():
    made = program("a = 1\nb = 2", "\n\nc = 3", "d = 4")
    text = made.text.split("\n")
    assert made.origin_of(text.index("a = 1") + 1) == (1, 1)
    assert made.origin_of(text.index("b = 2") + 1) == (1, 2)
    assert made.origin_of(text.index("c = 3") + 1) == (2, 3)
    assert made.origin_of(text.index("d = 4") + 1) == (3, 1)
    assert [text[node.lineno - 1] for node in made.tree.body] == [
        "a = 1",
        "b = 2",
        "c = 3",
        "d = 4",
    ]


def test_origin_of_a_piece_counts_from_its_line():
    made = as_program([Piece(7, "x = 1\ny = 2", line=4)], (), "a.ipynb")
    assert made.origin_of(2) == (7, 5)


def test_cells_share_one_namespace_and_nothing_of_ours_is_in_it():
    space = run(program("a = 1", "def double(x):\n    return x + a"))
    assert space["double"](2) == 3
    assert set(space) == {"__file__", "__builtins__", "a", "double", "display"}


def test_cell_that_fails_ends_itself_alone(capsys):
    space = run(program("a = 1\nraise KeyError('b')\nc = 1", "def double(x):\n    return a"))
    assert (space["double"](0), "c" in space) == (1, False)
    assert capsys.readouterr().out == "note: cell 1, line 2 fails: KeyError: 'b'\n"


@pytest.mark.parametrize("last", ["raise SystemExit(0)", "raise KeyboardInterrupt", "exit()"])
def test_cell_that_ends_python_ends_itself_alone(last):
    assert run(program(last, "def double(x):\n    return x"))["double"](1) == 1


def test_exception_that_cannot_be_printed_ends_its_cell_alone(capsys):
    bad = "class Bad(Exception):\n    def __str__(self):\n        raise ValueError\nraise Bad"
    assert run(program(bad, "def double(x):\n    return x"))["double"](1) == 1
    assert capsys.readouterr().out == ""


def test_first_failure_is_raised_where_no_function_is_left():
    with pytest.raises(ModuleNotFoundError, match="nowhere_at_all"):
        run(program("x = 1", "import nowhere_at_all\ndef double(x):\n    return x", "1 / 0"))


def test_traceback_shows_the_line_of_the_whole():
    import traceback

    made = program("x = 1\ny = 2", "def double(x):\n\n    return x / 0")
    try:
        run(made)["double"](1)
    except ZeroDivisionError as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
    assert made.origin_of(frame.lineno) == (2, 3)
    assert frame.line == "return x / 0"


def test_damaged_cell_costs_itself_alone_and_is_named():
    made = program("x = 1", "def broken(:\n    pass", "return 3", "y = 2")
    assert [(one.piece.cell, one.line, one.reason) for one in made.damages] == [
        (2, 1, "invalid syntax"),
        (3, 1, "'return' outside function"),
    ]
    assert made.notes[0] == "cell 2, line 1: the cell is left out, not valid Python: invalid syntax"
    assert {"x", "y"} <= set(run(made))


def test_magics_are_named_with_their_cell_and_line():
    made = program("x = 1\n%matplotlib inline", "%%bash\nls")
    assert made.notes == (
        "cell 1, line 2: left out, not Python: %matplotlib inline",
        "cell 2, line 1: left out, not Python: %%bash",
    )


def test_notes_are_not_endless():
    made = program(*["%ls"] * (MAX_NOTES + 3))
    assert len(made.notes) == MAX_NOTES + 1
    assert made.notes[-1] == "3 more lines or cells are left out"


@pytest.mark.parametrize("cells", [["x = (", "def f(:"], ["\x00"], ["x = " + "(" * 300]])
def test_nothing_but_damage_is_refused_with_its_place(cells):
    with pytest.raises(UnreadableSubmission, match=r"a\.ipynb is not valid Python: ") as caught:
        program(*cells)
    assert (caught.value.cell, caught.value.line) == (1, 1)


@pytest.mark.parametrize("sign", ["-", "1 + ", "not ", "(", "a if a else "])
def test_cell_that_no_compiler_takes_is_damage(sign):
    made = program("x = " + sign * (100_000 // len(sign)) + "a", "def double(x):\n    return x")
    assert [damage.piece.cell for damage in made.damages] == [1]


def test_nothing_at_all_is_refused():
    with pytest.raises(UnreadableSubmission, match=r"a\.ipynb holds no code"):
        program()


def test_future_imports_hold_for_all_cells_wherever_they_stand():
    made = program("x: missing = 1", "y = 1\nfrom __future__ import annotations\nz: missing = 2")
    assert run(made)["__annotations__"] == {"x": "missing", "z": "missing"}


def test_unknown_future_is_damage():
    made = program("from __future__ import braces_at_last", "x = 1")
    assert made.damages[0].reason == "future feature braces_at_last is not defined"
    assert "annotations" in __future__.all_feature_names


def test_check_and_display_do_no_harm(capsys):
    space = run(
        program("from grader import check\npoints = check('exercise01', points=3)\ndisplay(4)")
    )
    assert space["points"] == 0.0
    assert capsys.readouterr().out == "4\n"
