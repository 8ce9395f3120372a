"""The solution of one exercise, for after its deadline: as a file, as a notebook, and as a page."""

from __future__ import annotations

import ast
import base64
import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from jinja2 import Environment, StrictUndefined
from msgspec import Struct
from nbformat import v4

from grader.course.hidden_files import KEY_FILE, REFERENCE, hidden_text, mistake_names
from grader.course.sealing import Key, exercise_key, key_as_text
from grader.course.stub import BEGIN, END
from grader.errors import BrokenEnvironment
from grader.files import write_file
from grader.grading.grade import grade
from grader.model import CheckResult, Exercise
from grader.publishing.pages.lesson import lesson_as_html
from grader.sandbox.launcher import Launcher
from grader.submission.submission import read_submission

FIGURE = "figure.png"
EXAMPLES = 5  # drawn ones: a known mistake falls on one that its author chose
TEMPLATE = Path(__file__).with_name("page.html.txt")
KEY_NOTE = "# Save this file as exercises/{name}/" + KEY_FILE + ", and grade {name} once more.\n"


class Line(Struct, frozen=True):
    """A line of a difference: `-` of the reference, `+` of the mistake, or a blank of both."""

    sign: str
    text: str


class Lesson(Struct, frozen=True):
    """The lesson of one mistake: how it differs, why that is wrong, and what a check sees of it."""

    name: str
    advice: str
    difference: tuple[Line, ...]
    seen: CheckResult | None


def published_files(
    exercise: Exercise, launcher: Launcher, folder: Path, course_key: Key | None = None
) -> dict[str, bytes]:
    """The files that make an authored exercise's solution public, by name.

    Every mistake is graded once, in `folder`, to show what a check sees of it. With the course's
    key, the key of the exercise is among the files.
    """
    solution = solution_source(exercise)
    lessons = [_lesson(exercise, name, launcher, folder) for name in mistake_names(exercise)]
    files = {
        f"{exercise.name}.py": solution.encode(),
        f"{exercise.name}.ipynb": _notebook(exercise, solution).encode(),
        f"{exercise.name}.html": _page(exercise, solution, lessons).encode(),
    }
    if course_key is not None:
        text = f"{KEY_NOTE.format(name=exercise.name)}{published_key(exercise, course_key)}\n"
        files[f"{exercise.name}.key"] = text.encode()
    return files


def published_key(exercise: Exercise, course_key: Key) -> str:
    """The key that opens this exercise's sealed file, and no other."""
    return key_as_text(exercise_key(course_key, exercise.name))


def write_published(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files into a folder, which may hold others.

    Raises:
        BrokenEnvironment: that is not possible.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            write_file(folder / name, content)
    except OSError as error:
        raise BrokenEnvironment(
            f"The solution cannot be written to {folder}: {error.strerror}.",
            "Name another folder with --to.",
        ) from error


def solution_source(exercise: Exercise) -> str:
    """The reference as students may see it: without the marks of what was left out."""
    lines = (hidden_text(exercise, REFERENCE) or "").splitlines(keepends=True)
    return "".join(line for line in lines if line.strip() not in (BEGIN, END))


# ------------------------------------------------------------------------------------- mistakes


def _lesson(exercise: Exercise, name: str, launcher: Launcher, folder: Path) -> Lesson:
    source, reference = hidden_text(exercise, name) or "", hidden_text(exercise, REFERENCE) or ""
    path = folder / f"{exercise.name}.py"
    path.write_text(f"{reference}\n\n{source}", "utf-8")
    submission = read_submission(path, exercise)
    report = grade(exercise, submission, launcher, examples=EXAMPLES, shrink=False)
    failed = [check for check in report.checks if check.outcome == "failed"]
    return Lesson(
        name=PurePosixPath(name).stem.replace("_", " "),
        advice=" ".join((ast.get_docstring(ast.parse(source)) or "").split()),
        difference=tuple(_difference(reference, source)),
        seen=failed[0] if failed else None,
    )


def _difference(reference: str, mistake: str) -> Iterator[Line]:
    """The differences of each function of the mistake from the reference's, whatever the layout."""
    right = _functions(reference)
    for name, lines in _functions(mistake).items():
        compared = difflib.ndiff(right.get(name, []), lines)
        yield from (Line(line[0], line[2:]) for line in compared if line[0] in "-+ ")


def _functions(source: str) -> dict[str, list[str]]:
    """The lines of every function, without docstring, annotations and comments."""
    return {
        node.name: ast.unparse(_bare(node)).splitlines()
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }


def _bare(function: ast.FunctionDef) -> ast.FunctionDef:
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:]
    function.returns = None
    for node in ast.walk(function.args):
        if isinstance(node, ast.arg):
            node.annotation = None
    return function


# ------------------------------------------------------------------------------------- notebook


def _notebook(exercise: Exercise, solution: str) -> str:
    """The lesson and the solution as a notebook that was never run."""
    lesson = v4.new_markdown_cell(_lesson_text(exercise), id=f"{exercise.name}-lesson")
    figures = _figures(exercise)
    for name, content in figures.items():
        lesson.source = lesson.source.replace(f"]({name})", f"](attachment:{name})")
        image = {"image/png": base64.b64encode(content).decode()}
        lesson.setdefault("attachments", {})[name] = image
    cells = [
        v4.new_code_cell(text, id=f"{exercise.name}-{number}")
        for number, text in enumerate(_pieces(solution), start=1)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    facts: dict[str, Any] = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = v4.new_notebook(cells=[lesson, *cells], metadata=facts)
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return f"{text.rstrip()}\n"


def _pieces(source: str) -> Iterator[str]:
    """A file cut before each function, so that each has a cell of its own."""
    lines = source.splitlines()
    starts = [0]
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(item.lineno for item in node.decorator_list)]) - 1
            while first and lines[first - 1].startswith("#"):
                first -= 1
            starts.append(first)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        piece = "\n".join(lines[start:end]).strip("\n")
        if piece:
            yield piece


# ----------------------------------------------------------------------------------------- page


def _page(exercise: Exercise, solution: str, lessons: Sequence[Lesson]) -> str:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page: str = environment.from_string(TEMPLATE.read_text("utf-8")).render(
        exercise=exercise,
        lesson=lesson_as_html(_lesson_text(exercise), _figures(exercise)),
        solution=solution,
        lessons=lessons,
    )
    return page


def _lesson_text(exercise: Exercise) -> str:
    assert exercise.authored is not None
    return (exercise.authored / "README.md").read_text("utf-8")


def _figures(exercise: Exercise) -> dict[str, bytes]:
    assert exercise.authored is not None
    path = exercise.authored / FIGURE
    return {FIGURE: path.read_bytes()} if path.is_file() else {}
