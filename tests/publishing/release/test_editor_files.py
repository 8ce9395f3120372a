"""Tasks, container and links of a student's course, the matcher on what reports really say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grader.publishing.release.editor_files import editor_files, notebook_links

GOLDEN = Path(__file__).parents[2] / "golden"
FILES = editor_files("-c constraints.txt ", "wheels/grader.whl")
TASKS = {task["label"]: task for task in json.loads(FILES[".vscode/tasks.json"])["tasks"]}


def matches(task: str, text: str) -> list[tuple[str, int]]:
    """(file, line) of what the Problems panel gets to show."""
    pattern = TASKS[task]["problemMatcher"]["pattern"]
    found = (re.search(pattern["regexp"], line) for line in text.splitlines())
    return [(match[pattern["file"]], int(match[pattern["location"]])) for match in found if match]


@pytest.mark.parametrize(("report", "line"), [("failed.txt", 24), ("unloadable.txt", 12)])
def test_matcher_finds_the_place_in_a_report(report, line):
    text = (GOLDEN / report).read_text("utf-8")
    assert matches("grade", text) == [("exercises/exercise03/exercise03.py", line)]


def test_matcher_finds_nothing_in_a_report_that_passed():
    assert matches("grade", (GOLDEN / "passed.txt").read_text("utf-8")) == []


def test_matcher_reads_the_paths_of_windows():
    assert matches("grade", r"C:\course\exercises\a b\exercise03.py:7") == [
        (r"C:\course\exercises\a b\exercise03.py", 7)
    ]


def test_watch_says_where_a_report_ends():
    background = TASKS["watch"]["problemMatcher"]["background"]
    assert re.search(background["endsPattern"], "10:31:02, in 0.4 s")
    assert re.search(background["beginsPattern"], "grading…")
    assert re.search(background["beginsPattern"], "grading...")


def test_tasks_run_our_commands_on_the_open_file():
    words = {label: [task["command"], *task["args"]] for label, task in TASKS.items()}
    name = "${fileBasenameNoExtension}"
    assert words == {
        "grade": ["grade", name],
        "watch": ["grade", "watch", name],
        "hint": ["grade", "hint", name],
    }


def test_container_is_described_in_keys_of_its_format():
    """Those of containers.dev, each of the kind that it asks for."""
    table = json.loads(FILES[".devcontainer/devcontainer.json"])
    kinds = {"name": str, "image": str, "postCreateCommand": str, "customizations": dict}
    assert {key: type(value) for key, value in table.items()} == kinds
    assert [*table["customizations"]] == ["vscode"]
    assert all(type(name) is str for name in table["customizations"]["vscode"]["extensions"])


def test_container_installs_torch_for_the_cpu_and_then_the_grader():
    table = json.loads(FILES[".devcontainer/devcontainer.json"])
    first, second = table["postCreateCommand"].split(" && ")
    assert first.endswith("torch --index-url https://download.pytorch.org/whl/cpu")
    assert second == "pip install -c constraints.txt wheels/grader.whl"


@pytest.mark.parametrize(
    "repository", ["https://github.com/school/course", "https://github.com/school/course.git"]
)
def test_hosted_notebooks_are_those_of_the_repository(repository):
    links = notebook_links(repository, "exercise03")
    path = "exercises/exercise03/exercise03.ipynb"
    assert links["Colab"].endswith(f"/github/school/course/blob/HEAD/{path}")
    assert links["JupyterLab"].endswith(f"/gh/school/course/HEAD?labpath={path}")


@pytest.mark.parametrize("repository", ["", "https://git.example.org/school/course"])
def test_course_that_is_not_on_github_has_no_such_links(repository):
    assert notebook_links(repository, "exercise03") == {}
