"""What grading a class costs, against what instructors do without it.

    python benchmarks/batch.py [--students 100] [--others 5] [--enforce]
    python benchmarks/batch.py --goals [--each 8] [--submissions 1000]

A class of right submissions of one exercise is graded by `grade batch` on two cores. Compared is
processor time for each submission, everything that is started included, with

- pytest in a fresh process for each submission, its functions called in that process;
- `nbgrader autograde` of a notebook with the same functions, and with a test cell for each check.

Both run the same checks with the same number of examples, and confine nothing.

With `--goals` it is told instead what one more submission costs, by what is known of it, and what
a grading process takes in the long run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from batch_goals import show_goals
from usage import Usage, measure

ROOT = Path(__file__).parents[1]
EXERCISE = "exercise03"
AUTHORED = ROOT / "solutions" / EXERCISE
PYTEST_BUDGET, NBGRADER_BUDGET = 0.1, 0.15
# The same checks in the student's own process: the fixtures are modules, not a proxy.
CONFTEST = """\
import importlib.util
from pathlib import Path

import pytest
from hypothesis import settings

from grader.checks.runner import EXAMPLES
from grader.course.course import find_course, load_exercise
from grader.grading.torch_runtime import import_torch
from grader.sandbox.exercise_functions import LocalFunctions, load_module

import_torch()
settings.register_profile("grade", max_examples=EXAMPLES, database=None, deadline=None)
settings.load_profile("grade")
EXERCISE = load_exercise(find_course(Path({root!r})), {exercise!r})


def functions(path):
    source = Path(path).read_text("utf-8")
    return LocalFunctions(EXERCISE, load_module(EXERCISE.name, {{"file.py": source}}))


@pytest.fixture(scope="session")
def student():
    return functions({submission!r})


@pytest.fixture(scope="session")
def reference():
    return functions({reference!r})
"""
NBGRADER_CONFIG = """\
c = get_config()
c.CourseDirectory.root = {root!r}
c.ExecutePreprocessor.timeout = 120
"""
PREPARE = """\
import inspect
import types
from pathlib import Path
from hypothesis import settings
from grader.checks.runner import EXAMPLES
from grader.course.course import find_course, load_exercise
from grader.sandbox.exercise_functions import LocalFunctions, load_module
settings.register_profile("grade", max_examples=EXAMPLES, database=None, deadline=None)
settings.load_profile("grade")
exercise = load_exercise(find_course(Path({root!r})), {exercise!r})
source = Path({reference!r}).read_text("utf-8")
reference = LocalFunctions(exercise, load_module(exercise.name, {{"reference.py": source}}))
own = types.ModuleType("own")
own.__dict__.update({{name: globals()[name] for name in exercise.functions}})
student = LocalFunctions(exercise, own)
checks = {{}}
for name in ("test_examples.py", "test_hidden.py"):
    checks |= vars(load_module(name, {{name: (exercise.authored / name).read_text("utf-8")}}))
fixtures = {{"student": student, "reference": reference}}


def run(check):
    check(**{{name: fixtures[name] for name in inspect.signature(check).parameters}})
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the cost of grading a class.")
    parser.add_argument("--students", type=int, default=100, help="for grade batch")
    parser.add_argument("--others", type=int, default=5, help="for pytest, and for nbgrader")
    parser.add_argument("--enforce", action="store_true", help="exit with 1 if a budget is missed")
    parser.add_argument("--goals", action="store_true", help="measure the goals instead")
    parser.add_argument("--each", type=int, default=8, help="answers of an exercise, for the goals")
    parser.add_argument("--submissions", type=int, default=1000, help="for the memory")
    options = parser.parse_args()
    if options.goals:
        show_goals(options.each, options.submissions)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = grade_batch(folder / "ours", options.students)
        pytest = fresh_pytest(folder / "pytest", options.others)
        nbgrader = autograde(folder / "nbgrader", options.others)
    show("grade batch --jobs 2", ours, options.students)
    kept = True
    for other, what, budget in (
        (pytest, "pytest, a process for each", PYTEST_BUDGET),
        (nbgrader, "nbgrader autograde", NBGRADER_BUDGET),
    ):
        theirs = show(what, other, options.others)
        ratio = (ours.cpu / options.students) / theirs
        holds = ratio <= budget
        kept &= holds
        held = "holds" if holds else "MISSED"
        print(f"    grade batch takes {ratio:.3f} x of that; at most {budget:g}  {held}")
    return 1 if options.enforce and not kept else 0


def show(what: str, usage: Usage, count: int) -> float:
    """Print what one submission costs; give its processor time."""
    cpu = usage.cpu / count
    print(f"{what:<28} {cpu:6.3f} s of processor for each of {count}, {usage.wall:6.1f} s in all, "
          f"{usage.peak_mib:5.0f} MiB")  # fmt: skip
    return cpu


def grade_batch(folder: Path, count: int) -> Usage:
    for part in ("exercises", "solutions"):
        shutil.copytree(ROOT / part, folder / part)
    for number in range(count):
        student = folder / "class" / f"student{number:04}"
        student.mkdir(parents=True)
        shutil.copy(AUTHORED / "reference.py", student / f"{EXERCISE}.py")
    words = [sys.executable, "-m", "grader", "batch", "class", "--out", "out", "--jobs", "2"]
    usage = measure(words, cwd=folder)
    rows = (folder / "out" / "grades.csv").read_text("utf-8").splitlines()[1:]
    if len(rows) != count or not all(",10,10,passed," in row for row in rows):
        sys.exit("grade batch: not every submission passed")
    return usage


def fresh_pytest(folder: Path, count: int) -> Usage:
    total = Usage(0.0, 0.0, 0.0)
    for number in range(count):
        student = folder / f"student{number}"
        student.mkdir(parents=True)
        shutil.copy(AUTHORED / "reference.py", student / f"{EXERCISE}.py")
        for test in ("test_examples.py", "test_hidden.py"):
            shutil.copy(AUTHORED / test, student)
        paths = {
            "root": str(ROOT),
            "exercise": EXERCISE,
            "submission": str(student / f"{EXERCISE}.py"),
            "reference": str(AUTHORED / "reference.py"),
        }
        (student / "conftest.py").write_text(CONFTEST.format(**paths), "utf-8")
        total = _sum(total, measure([sys.executable, "-m", "pytest", "-q"], cwd=student))
    return total


def autograde(folder: Path, count: int) -> Usage:
    """nbgrader on notebooks: a solution cell, then a test cell for each check that has points."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    source = folder / "source" / "ps1"
    source.mkdir(parents=True)
    _write_notebook(source / "exercise.ipynb")
    (folder / "nbgrader_config.py").write_text(NBGRADER_CONFIG.format(root=str(folder)), "utf-8")
    nbgrader = [sys.executable, "-m", "nbgrader"]
    measure([*nbgrader, "generate_assignment", "ps1"], cwd=folder)
    for number in range(count):
        student = folder / "submitted" / f"student{number}" / "ps1"
        student.mkdir(parents=True)
        shutil.copy(source / "exercise.ipynb", student)
    usage = measure([*nbgrader, "autograde", "ps1"], cwd=folder)
    measure([*nbgrader, "export"], cwd=folder)
    lines = (folder / "grades.csv").read_text("utf-8").splitlines()
    column = lines[0].split(",").index("raw_score")
    scores = {float(line.split(",")[column]) for line in lines[1:]}
    if scores != {9.0} or len(lines) != count + 1:
        sys.exit(f"nbgrader: not every submission got its points: {scores}")
    return usage


def _write_notebook(path: Path) -> None:
    from grader.course.course import BY_HAND, find_course, load_exercise

    exercise = load_exercise(find_course(ROOT), EXERCISE)
    solution = (AUTHORED / "reference.py").read_text("utf-8")  # its regions are marked as here
    places = {
        "root": str(ROOT),
        "exercise": EXERCISE,
        "reference": str(AUTHORED / "reference.py"),
    }
    cells = [_cell("answer", solution, solution=True), _cell("prepare", PREPARE.format(**places))]
    for check in exercise.checks:
        if check.id != BY_HAND:
            text = f"run(checks['test_{check.id}'])"
            cells.append(_cell(check.id, text, points=check.points))
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "p", "language": "python"}
    nbformat.write(notebook, path)


def _cell(
    name: str, source: str, *, solution: bool = False, points: int | None = None
) -> nbformat.NotebookNode:
    facts = {
        "schema_version": 3,
        "grade_id": name,
        "solution": solution,
        "grade": points is not None,
        "locked": not solution,
        "task": False,
    }
    if points is not None:
        facts["points"] = points
    cell = nbformat.v4.new_code_cell(source, metadata={"nbgrader": facts})
    cell.id = name.replace("_", "-")[:64]
    return cell


def _sum(first: Usage, second: Usage) -> Usage:
    return Usage(
        first.wall + second.wall,
        first.cpu + second.cpu,
        max(first.peak_mib, second.peak_mib),
    )


if __name__ == "__main__":
    raise SystemExit(main())
