"""Our notebook in a course of nbgrader's: generated, submitted, graded and exported by nbgrader.

Takes half a minute and more, so it runs where the environment asks for it: NBGRADER=all for every
student, as in CI, NBGRADER=half for the one with partial credit.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.course import find_course, load_exercise
from grader.course.derive import release

ASSIGNMENT = "week1"
NOTEBOOK = "exercise01.ipynb"
STUB = "raise NotImplementedError()"  # what nbgrader puts between the marks of a solution
BODIES = {
    "half": ("return 2 * x if len(x) == 2 else x", 2.0),
    "stub": (STUB, 0.0),
    "reference": ("return 2 * x", 10.0),
    "warns": ("import sys; print('careful', file=sys.stderr); return x + x", 10.0),
    "endless": ("while True: pass", 0.0),
}
WANTED = os.environ.get("NBGRADER")
CHOSEN = list(BODIES) if WANTED == "all" else ["half"]
pytestmark = pytest.mark.skipif(WANTED is None, reason="NBGRADER=all asks for it")


@pytest.fixture(scope="module")
def course(toy, tmp_path_factory, environment):
    """A course of nbgrader's inside of ours, with everything submitted, graded and exported."""
    root = toy.make_course(tmp_path_factory.mktemp("nbgrader") / "course")
    table = root / "solutions" / "exercise01" / "exercise.toml"
    table.write_text(table.read_text() + "\n[limits]\ncall_seconds = 0.5\n")
    release(find_course(root))
    folder = root / "class"
    source = folder / "source" / ASSIGNMENT / NOTEBOOK
    source.parent.mkdir(parents=True)
    source.write_bytes((root / "exercises" / "exercise01" / NOTEBOOK).read_bytes())
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.Exchange.root = '.'\n")

    def nbgrader(*words):
        command = [sys.executable, "-m", "nbgrader", *words]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=500
        )
        assert done.returncode == 0, done.stderr

    nbgrader("generate_assignment", ASSIGNMENT, "--create")
    for student in CHOSEN:
        submit(folder, student, BODIES[student][0])
    nbgrader("autograde", ASSIGNMENT, "--create")
    nbgrader("export")
    return folder


def submit(folder: Path, student: str, body: str) -> None:
    released = json.loads((folder / "release" / ASSIGNMENT / NOTEBOOK).read_text("utf-8"))
    (cell,) = [cell for cell in released["cells"] if "def double" in "".join(cell["source"])]
    text = "".join(cell["source"])
    assert STUB in text
    cell["source"] = text.replace(STUB, body)
    target = folder / "submitted" / student / ASSIGNMENT / NOTEBOOK
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps(released), "utf-8")


def test_generated_assignment_keeps_the_signature_and_the_lesson(course):
    text = (course / "release" / ASSIGNMENT / NOTEBOOK).read_text("utf-8")
    sources = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
    (function,) = [source for source in sources if "def double" in source]
    assert "Return 2x, of the shape of x." in function
    assert function.endswith("    # YOUR CODE HERE\n    raise NotImplementedError()")
    assert any("Write `double(x)`" in source for source in sources)


@pytest.mark.parametrize("student", CHOSEN)
def test_score_is_that_of_the_check(course, student):
    with (course / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows[student]["score"]) == BODIES[student][1]
    assert float(rows[student]["max_score"]) == 10.0


@pytest.mark.parametrize("student", CHOSEN)
def test_graded_notebook_shows_the_report(course, student):
    path = course / "autograded" / student / ASSIGNMENT / NOTEBOOK
    exercise = load_exercise(find_course(course), "exercise01")
    text = path.read_text("utf-8")
    assert exercise.title in text
    outputs = [one for cell in json.loads(text)["cells"] for one in cell.get("outputs", [])]
    assert any("text/html" in one.get("data", {}) for one in outputs)
