"""What only a notebook understands is left out, and nothing else, line for line."""

from __future__ import annotations

import ast

import pytest

from grader.submission.ipython_syntax import Cleaned, without_magics


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "%timeit f(3)",
        "!pip install torch",
        "!echo \"it's",
        "?torch.tanh",
        "torch.tanh?",
        "torch.tanh??",
        "names[0].upper?",
        "files = !ls",
        "a, b = %some magic",
        "%%later",
    ],
)
@pytest.mark.parametrize("indent", ["", "    "])
def test_line_is_left_out_and_named(line, indent):
    source = f"if True:\n    x = 1\n{indent}{line}\nif True:\n    y = '%s' % x"
    cleaned = without_magics(source)
    assert cleaned.left_out == ((3, line),)
    assert cleaned.source == source.replace(line, "pass")
    ast.parse(cleaned.source)


@pytest.mark.parametrize(
    "source",
    [
        "x = (5\n     % 3)",
        "x = 5 \\\n% 3",
        'text = """\n%matplotlib inline\n!ls\nwhat?\n"""',
        "text = '''a\n%b ''' % 3",
        "def f():\n    '''Why?\n    ?\n    '''",
        "x != 3",
        "x = {\n    'a': 1,\n    **{\n    '%': 2}}",
        "# is it so?\nx = 1  # %magic",
        "x = '#' \\\n  % ()",
        "",
        "\n\n",
    ],
)
def test_python_stays_as_it_is(source):
    assert without_magics(source) == Cleaned(source)


@pytest.mark.parametrize("head", ["%%time", "%%capture output", "%%prun"])
def test_cell_of_python_keeps_all_but_its_first_line(head):
    cleaned = without_magics(f"\n{head}\ndef f():\n    return 1")
    assert cleaned == Cleaned("\npass\ndef f():\n    return 1", ((2, head),))


@pytest.mark.parametrize("head", ["%%bash", "%%html", "%%timeit", "%%writefile a.py", "%%R -i x"])
def test_cell_that_another_program_runs_goes_as_a_whole(head):
    assert without_magics(f"{head}\necho '\nx = (") == Cleaned("\n\n", ((1, head),))


def test_line_that_goes_on_goes_as_a_whole():
    cleaned = without_magics("!pip install \\\n  torch\\\n  numpy\nx = 1")
    assert cleaned == Cleaned("pass\n\n\nx = 1", ((1, "!pip install \\"),))


LONG = 3 * 10**5


@pytest.mark.parametrize(
    "line",
    [
        " " * LONG,
        '\\"' * LONG,
        "a" * LONG + "=",
        "a?" * LONG,
        "'''" * LONG,
        "(" * LONG,
        "'" * LONG,
        '"""' + "\\" * LONG,
        "'''" + "\\x" * LONG,
    ],
    ids=[
        "blank",
        "escaped",
        "assigned",
        "asked",
        "long strings",
        "brackets",
        "quotes",
        "backslashes in a long string",
        "escapes in a long string",
    ],
)
def test_line_that_no_one_writes_takes_no_longer_than_it_should(line):
    assert without_magics(f"%ls\n{line}").left_out[0] == (1, "%ls")


def test_open_bracket_in_a_magic_is_forgotten():
    assert without_magics("!echo (\nx = 1\n%ls [").left_out == ((1, "!echo ("), (3, "%ls ["))
