"""The same code gets the same report, whether it is submitted as a file or as a notebook.

A small sample of references, mistakes and honest submissions, unless the environment asks for more:
NOTEBOOK_PARITY=1 takes every one of them, NOTEBOOK_PARITY=6, as in CI, every sixth.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.course.course import find_course, load_exercise
from grader.course.exercise_notebook import split_source
from grader.grading.explanations.bank import mistake_paths
from grader.grading.grade import grade
from grader.model import CheckResult, Explanation, Report
from grader.sandbox.launcher import Launcher
from grader.submission.notebook_cells import read_cells
from grader.submission.submission import read_submission

PLACES = re.compile(r"(in cell \d+ )?(at line|between lines?) \d+( in cell \d+)?( and .*?\d+)*")
SPARSE = 150  # takes a handful
HONEST = Path(__file__).parents[1] / "honest"
COURSE = find_course(HONEST)
EXERCISES = {name: load_exercise(COURSE, name) for name in COURSE.exercise_names()}


def corpus(name: str) -> Iterator[Path]:
    """The reference, the mistakes and the honest submissions of an exercise."""
    exercise = EXERCISES[name]
    assert exercise.authored is not None
    yield exercise.authored / "reference.py"
    yield from mistake_paths(exercise)
    yield from sorted((HONEST / name).glob("*.py"))
    yield from sorted((HONEST / name).glob(f"*/{name}.py"))


def chosen() -> Iterator[tuple[str, Path]]:
    everything = [(name, path) for name in EXERCISES for path in corpus(name)]
    yield from everything[5 :: int(os.environ.get("NOTEBOOK_PARITY", SPARSE))]


def as_id(value: object) -> str:
    return str(value.relative_to(COURSE.root)) if isinstance(value, Path) else ""


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize(("name", "path"), list(chosen()), ids=as_id)
def test_notebook_gets_the_report_of_the_file(
    name: str,
    path: Path,
    tmp_path: Path,
    launcher: Launcher,
    as_notebook: Callable[..., bytes],
) -> None:
    exercise = EXERCISES[name]
    source = path.read_text("utf-8")
    if path.parent.name == "mistakes":
        assert exercise.authored is not None
        source = f"{(exercise.authored / 'reference.py').read_text('utf-8')}\n\n{source}"
    if path.parent.parent == HONEST / name:
        shutil.copytree(path.parent, tmp_path, dirs_exist_ok=True)
    file, notebook = tmp_path / f"{name}.py", tmp_path / f"{name}.ipynb"
    file.write_text(source, "utf-8")
    notebook.write_bytes(as_notebook(*split_source(source)))

    one, other = (
        grade(
            exercise,
            read_submission(submitted, exercise),
            launcher,
            examples=4,
            shrink=False,
        )
        for submitted in (file, notebook)
    )

    assert one.submission.sha256 != other.submission.sha256
    cells = {cell.number: cell.source.split("\n") for cell in read_cells(notebook.read_bytes(), "")}
    lines = source.split("\n")
    assert comparable(other, lambda cell, line: cells[cell or 0][line - 1]) == comparable(
        one, lambda _cell, line: lines[line - 1]
    )


def comparable(report: Report, text_at: Callable[[int | None, int], str]) -> Report:
    """The report without its times and paths, and with the text in the place of each line."""
    return replace(
        report,
        submission=None,
        seconds=0.0,
        # Python itself prints the line where a warning comes from.
        output=re.sub(r"\.py:\d+: ", ".py: ", report.output or ""),
        checks=[_comparable(check, text_at) for check in report.checks],
        explanations=[_comparable(each, text_at) for each in report.explanations],
    )


def _comparable(
    told: CheckResult | Explanation, text_at: Callable[[int | None, int], str]
) -> tuple[CheckResult | Explanation, str | None]:
    place = told.location
    text = text_at(place.cell, place.line) if place else None
    told = replace(told, location=None)
    if isinstance(told, Explanation) and told.kind == "line":
        told = replace(told, text=PLACES.sub("", told.text))
    if isinstance(told, CheckResult):
        message = told.message and told.message.replace(".ipynb", ".py")
        told = replace(told, seconds=0.0, message=message)
    return told, text
