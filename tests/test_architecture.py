"""The house as the documents describe it is the house as it is."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from grader.__main__ import run_command
from grader.batch.results.results_folder import Results
from grader.sandbox import wire
from grader.sandbox.launcher import Launcher

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "docs" / "architecture.md").read_text("utf-8")
STOPS = sorted(set(re.findall(r"`(grader/[\w/]+\.py):(\w+)`", MAP)))
MOST_NAMES = 20
MOST_CLIMBS = 4


def layers():
    """The floors that import-linter holds, the highest first."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = table["tool"]["importlinter"]["contracts"][0]
    return [set(re.findall(r"grader\.(\w+)", layer)) for layer in contract["layers"]]


def floors(text):
    """The floors of a table whose rows begin with their number, the highest first."""
    rows = re.findall(r"^\| (\d) \| (.+?) \|", text, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(len(rows), 0, -1))
    return [set(re.findall(r"`(\w+)`", names)) for _, names in rows]


@pytest.mark.parametrize("document", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_floors_of_the_documents_are_those_that_are_held(document):
    assert floors((ROOT / document).read_text("utf-8")) == layers()
    assert len(layers()) == 7


@pytest.mark.parametrize(("file", "name"), STOPS, ids=[f"{file}:{name}" for file, name in STOPS])
def test_stop_of_the_map_exists(file, name):
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    defined = {
        node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    assert name in defined


def ways():
    """The rooms of each way of the map, in order, by its first words."""
    text = MAP.partition("ways through the house")[2].partition("\n## ")[0]
    parts = re.findall(r"^(\w[^\n]+):\n\n((?:\d\. .+\n(?:   .+\n)*)+)", text, re.MULTILINE)
    return {name: re.findall(r"`grader/(\w+)[\w/]*\.py:", stops) for name, stops in parts}


def test_way_of_the_map_climbs_seldom():
    heights = {name: -floor for floor, names in enumerate(layers()) for name in names}
    heights["__main__"] = 1
    assert len(ways()) == 4
    for name, rooms in ways().items():
        floors_passed = [heights[room] for room in rooms]
        climbs = sum(later > before for before, later in pairwise(floors_passed))
        assert len(rooms) >= 6, name
        assert climbs <= MOST_CLIMBS, (name, rooms)


def test_package_holds_few_names():
    names = {path.name for path in (ROOT / "grader").iterdir() if path.name != "__pycache__"}
    assert len(names) <= MOST_NAMES


SUBJECTS = sorted(
    path.parent.relative_to(ROOT / "grader").as_posix()
    for path in (ROOT / "grader").glob("*/*/__init__.py")
)


@pytest.mark.parametrize("package", SUBJECTS)
def test_map_names_the_packages_inside_of_rooms(package):
    assert f"`{package}`" in MAP


@pytest.mark.parametrize(
    "package", [*sorted(layers()[-2] | set().union(*layers()[:-1])), *SUBJECTS]
)
def test_package_says_what_it_is_for_and_what_not(package):
    tree = ast.parse((ROOT / "grader" / package / "__init__.py").read_text("utf-8"))
    words = ast.get_docstring(tree) or ""
    assert len(words.splitlines()) >= 3
    assert re.search(r"\b(not|no|none|nothing|never|nor|without)\b", words, re.IGNORECASE)


def test_tests_that_the_shared_set_up_names_exist():
    told, _, _ = (ROOT / "tests" / "conftest.py").read_text("utf-8").partition("\ndef ")
    names = set(re.findall(r'"([\w/]+\.py)"', told))
    assert len(names) > 20
    assert {name for name in names if not (ROOT / "tests" / name).is_file()} == set()


def test_climbs_of_a_stack_are_the_calls_that_go_up(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    trips = importlib.import_module("trips")
    recorder = trips.Recorder()
    down = [run_command.__code__, Launcher.prepare.__code__, wire.frame.__code__]
    assert recorder.rooms(down) == ["__main__", "sandbox"]
    assert recorder.climbs(down) == []
    there_and_back = [*down, Results.add.__code__, wire.frame.__code__, Results.add.__code__]
    assert recorder.rooms(there_and_back) == ["__main__", "sandbox", "batch", "sandbox", "batch"]
    assert recorder.climbs(there_and_back) == [3, 5]
    assert recorder.room(Path.exists.__code__) == ""
