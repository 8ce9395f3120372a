"""The notebooks that students get: the same each time, complete, and as nbgrader wants them."""

from __future__ import annotations

import ast
import base64
import json
import re
from pathlib import Path

import nbformat
import pytest

from grader.course.course import find_course, load_exercise
from grader.course.derive import as_notebook, released_files
from grader.course.exercise_notebook import exercise_notebook, split_source
from grader.submission.notebook_cells import read_cells
from grader.submission.stub_state import is_stub

COURSE = find_course(Path(__file__).parents[2])
NAMES = COURSE.exercise_names()
KEYS = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}


def released(name):
    exercise = load_exercise(COURSE, name)
    data = released_files(exercise)[f"{name}.ipynb"]
    return exercise, data, nbformat.reads(data.decode(), as_version=4)


@pytest.mark.parametrize("name", NAMES)
def test_notebook_is_what_nbformat_and_nbgrader_want(name):
    _, data, notebook = released(name)
    nbformat.validate(json.loads(data))
    from nbgrader.nbgraderformat import MetadataValidator  # takes a second, for this test alone

    MetadataValidator().validate_nb(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@pytest.mark.parametrize("name", NAMES)
def test_notebook_has_a_solution_cell_for_each_function_and_one_check(name):
    exercise, _, notebook = released(name)
    blocks = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    *solutions, check = blocks
    assert [block.grade_id for block in solutions] == [f"{name}-{f}" for f in exercise.functions]
    for block in solutions:
        assert set(block) == KEYS
        assert (block.solution, block.grade, block.locked, block.task) == (
            True,
            False,
            False,
            False,
        )
    assert set(check) == KEYS | {"points"}
    assert (check.grade, check.locked, check.solution, check.points) == (True, True, False, 10)
    assert {block.schema_version for block in blocks} == {3}
    (cell,) = [cell for cell in notebook.cells if cell.source.startswith("from grader import")]
    assert cell.source == f'from grader import check\n\ncheck("{name}", points=10)'


@pytest.mark.parametrize("name", NAMES)
def test_notebook_holds_the_stub_and_nothing_that_was_run(name):
    exercise, data, notebook = released(name)
    assert is_stub(data, exercise.functions, ".ipynb")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    for cell in notebook.cells:
        is_solution = cell.metadata.get("nbgrader", {}).get("solution", False)
        assert ("BEGIN SOLUTION" in cell.source) == is_solution  # nbgrader stumbles over any other
        if is_solution:
            assert re.search(r"    # BEGIN SOLUTION.*\n    raise NotImpl.*\n    # END", cell.source)


@pytest.mark.parametrize("name", NAMES)
def test_notebook_holds_the_lesson_and_the_figure(name):
    exercise, _, notebook = released(name)
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    lesson = (exercise.authored / "README.md").read_text("utf-8")
    for line in lesson.split("\n"):
        if "](" not in line and "figure.png" not in line and not line.startswith("!["):
            assert line.strip() in " ".join(text.split("\n"))
    assert "figure.png" not in text
    (image,) = re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)\)", text)
    assert base64.b64decode(image) == (exercise.authored / "figure.png").read_bytes()
    for target in re.findall(r"\]\((\.\./[^)]*)\)", text):
        assert (exercise.released / target).exists()


def test_notebook_is_the_same_each_time_and_has_sorted_keys():
    _, data, _ = released("exercise03")
    assert released("exercise03")[1] == data
    text = data.decode()
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_notebook_of_a_lesson_without_a_figure_has_none():
    source = "def double(x):\n    raise NotImplementedError\n"
    data = exercise_notebook("e", source, "# Hello\n", functions=["double"], points=3)
    first = nbformat.reads(data.decode(), as_version=4).cells[0]
    assert (first.id, first.source) == ("e-lesson-1", "# Hello")


def test_notebook_of_the_reference_is_the_reference():
    exercise = load_exercise(COURSE, "exercise03")
    reference = (exercise.authored / "reference.py").read_text("utf-8")
    cells = [cell for cell in read_cells(as_notebook(exercise, reference), "") if not cell.is_check]
    whole = ast.parse("\n".join(cell.source for cell in cells))
    assert ast.dump(whole) == ast.dump(ast.Module(ast.parse(reference).body[1:], []))


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("import a\nimport b\n\nx = 1\n", ("import a\nimport b\n\nx = 1",)),
        ("import a\n\n\ndef f():\n    pass\n\n\ny = 1\nz = 2\n",
         ("import a", "def f():\n    pass", "y = 1\nz = 2")),
        ("def f():\n    pass\n    # the end\n\n\n# about g\n@a\n# more\ndef g():\n    pass",
         ("def f():\n    pass\n    # the end", "# about g\n@a\n# more\ndef g():\n    pass")),
        ("def f(): pass\ndef g(): 1\nclass A: 1", ("def f(): pass", "def g(): 1", "class A: 1")),
        ("def f(): pass; x = 1\n", ("def f(): pass; x = 1",)),
        ("# only a comment\n", ("# only a comment",)),
        ("", ()),
    ],
)  # fmt: skip
def test_source_is_split_at_its_definitions(source, parts):
    assert split_source(source) == parts
