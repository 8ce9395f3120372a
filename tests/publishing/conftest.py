"""A toy course whose secrets are long enough to be found, and its releases."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.course import Course, find_course, load_exercise
from grader.course.sealing import Key
from grader.publishing.explanation_index import write_index
from grader.publishing.release.student_course import Tree, student_tree, write_tree

KEY = Key("course", bytes(range(32)))
SOLUTION = "return x.to(torch.float64).clone() + x.detach().to(torch.float64)"


@pytest.fixture(scope="session")
def course(toy, tmp_path_factory) -> Course:
    """A course as its author has it; tests do not write to it."""
    root = toy.make_course(tmp_path_factory.mktemp("course"))
    reference = root / "solutions" / "exercise01" / "reference.py"
    text = reference.read_text("utf-8")
    assert "return 2 * x" in text
    reference.write_text(text.replace("return 2 * x", SOLUTION), "utf-8")
    (root / "data").mkdir()
    (root / "data" / "names.txt").write_text("emma\nolivia\n")
    (root / "LICENSE").write_text("MIT\n")
    course = find_course(root)
    write_index(load_exercise(course, "exercise01"))
    return course


@pytest.fixture(scope="session")
def key() -> Key:
    return KEY


@pytest.fixture(scope="session")
def trees(course) -> dict[str, Tree]:
    """The three kinds of release, in memory."""
    return {
        "external": student_tree(course, course_key=KEY),
        "embedded": student_tree(course, key="embedded", course_key=KEY),
        "withheld": student_tree(course, hidden="withheld", course_key=None),
    }


@pytest.fixture
def released(trees, tmp_path):
    """`released("external")`: a folder with that release, for one test alone."""

    def write(kind: str) -> Path:
        folder: Path = tmp_path / kind
        write_tree(trees[kind], folder)
        return folder

    return write
