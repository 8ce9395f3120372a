"""An exercise as a notebook: the lesson, a cell for each function, and one that checks them.

Built from the same folder as the other files, and the same to the last byte each time. It stands
alone, with the figure inside, and carries nbgrader's metadata, so that it can be dropped into a
course of nbgrader's.
"""

from __future__ import annotations

import ast
import base64
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import nbformat as untyped_nbformat

from grader.course.stub import first_line

nbformat: Any = untyped_nbformat
v4: Any = untyped_nbformat.v4

FIGURE = "figure.png"
AFTER_THE_CODE = "## Further reading"
YOUR_CODE = """## Your code

Run the cells from top to bottom, and write each function where its cell says "your code goes here".
Cells of your own are welcome anywhere."""
CHECK = """## Check

The cell below grades your functions as they are in this notebook now. Run it as often as you like;
what it says is for you. In a terminal, `grade {name}` grades the notebook as it was last saved, and
`grade hint {name}` gives a hint."""
CHECK_CELL = """from grader import check

check("{name}", points={points})"""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

_FIGURE = re.compile(r"!\[[^\]]*\]\(figure\.png\)(?:\n\n\*[^*]+\*(?=\n|$))?")
_TO_ANOTHER = re.compile(r"\]\(\.\./(exercise\d\d)/README\.md\)")
# Where nbgrader's `generate_assignment` finds what it replaces; the signature stays.
_UNWRITTEN = re.compile(r"^( +)(raise NotImplementedError\(\"\w+ is not written yet\"\))$", re.M)
_MARKED = r"\1# BEGIN SOLUTION: your code goes here\n\1\2\n\1# END SOLUTION"

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def exercise_notebook(
    name: str,
    source: str,
    lesson: str,
    *,
    functions: Sequence[str],
    points: int,
    figure: bytes | None = None,
) -> bytes:
    """The notebook of an exercise, format 4.5.

    Args:
        source: the stub. The cells of `functions` are solution cells, as nbgrader calls them.
        lesson: the README; `figure` takes the place of its figure.png.
        points: what the check cell gives at most.
    """
    before, after = _sections(lesson, figure)
    texts = [*before, YOUR_CODE]
    cells = [_markdown(f"{name}-lesson-{number}", text) for number, text in enumerate(texts, 1)]
    for number, text in enumerate(split_source(_without_docstring(source)), start=1):
        defined = _defined(text)
        if defined in functions:
            cells.append(_code(f"{name}-{defined}", _UNWRITTEN.sub(_MARKED, text), solution=True))
        else:
            cells.append(v4.new_code_cell(text, id=f"{name}-given-{number}"))
    cells.append(_markdown(f"{name}-about-check", CHECK.format(name=name)))
    check_cell = CHECK_CELL.format(name=name, points=points)
    cells.append(_code(f"{name}-check", check_cell, grade=True, locked=True, points=points))
    cells += [_markdown(f"{name}-after-{number}", text) for number, text in enumerate(after, 1)]
    return as_bytes(cells)


def as_bytes(cells: Sequence[Any]) -> bytes:
    """A notebook of these cells, as it is stored."""
    notebook = v4.new_notebook(cells=cells, metadata=METADATA)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return (text.rstrip("\n") + "\n").encode()


def split_source(source: str) -> tuple[str, ...]:
    """A Python text in parts for cells: each definition is one, and what stands between two."""
    lines, starts = source.split("\n"), [1]
    body = ast.parse(source).body
    for previous, node in pairwise(body):
        divides = isinstance(previous, _Definition) or isinstance(node, _Definition)
        end = previous.end_lineno or previous.lineno
        if divides and first_line(node) > end:
            start = first_line(node)
            while start - 1 > end and lines[start - 2].strip():  # comments right above it
                start -= 1
            starts.append(start)
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    parts = ("\n".join(lines[a - 1 : b]).strip("\n") for a, b in zip(starts, ends, strict=True))
    return tuple(part for part in parts if part.strip())


def _without_docstring(source: str) -> str:
    """The module without its docstring, which says how to run the file."""
    tree = ast.parse(source)
    if ast.get_docstring(tree) is None:
        return source
    return "\n".join(source.split("\n")[tree.body[0].end_lineno :]).strip("\n") + "\n"


def _defined(text: str) -> str | None:
    definitions = [node for node in ast.parse(text).body if isinstance(node, _Definition)]
    return definitions[0].name if definitions else None


def _sections(lesson: str, figure: bytes | None) -> tuple[list[str], list[str]]:
    """The lesson in parts for cells: those before the code, and those after it."""
    linked = _TO_ANOTHER.sub(r"](../\1/\1.ipynb)", lesson)
    texts = [text.strip("\n") for text in re.split(r"^(?=## )", linked, flags=re.M)]
    after = [text for text in texts if text.startswith(AFTER_THE_CODE)]
    before = [part for text in texts if text not in after for part in _around_figure(text, figure)]
    return before, after


def _around_figure(text: str, figure: bytes | None) -> Iterator[str]:
    """The text, with the figure and its caption in a part of their own.

    The image is data in the text: hosted notebooks show no attachments.
    """
    found = _FIGURE.search(text) if figure is not None else None
    if found is None or figure is None:
        yield text
        return
    data = f"data:image/png;base64,{base64.b64encode(figure).decode()}"
    image, _, caption = found[0].partition(f"({FIGURE})")
    yield text[: found.start()].strip("\n")
    yield f"{' '.join(image.split())}({data}){caption}"
    rest = text[found.end() :].strip("\n")
    if rest:
        yield rest


def _markdown(cell_id: str, text: str) -> Any:
    return v4.new_markdown_cell(text, id=cell_id)


def _code(grade_id: str, text: str, **facts: bool | int) -> Any:
    """A cell that nbgrader knows, with all keys of schema 3 and no other."""
    known = {"grade": False, "locked": False, "solution": False, "task": False}
    metadata = known | {"grade_id": grade_id, "schema_version": 3} | facts
    return v4.new_code_cell(text, id=grade_id, metadata={"nbgrader": metadata})
