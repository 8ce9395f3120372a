"""The files for editors in a student's course: tasks, a container, links to hosted notebooks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

TORCH_INDEX = "https://download.pytorch.org/whl/cpu"
# A place as reports name it: `exercises/exercise03/exercise03.py:94  explains 4 failed checks`.
PLACE = r"^\s*(\S.*?\.py):(\d+)(?:\s{2,}\S.*)?\s*$"
REPORT_BEGINS = r"^grading"
REPORT_ENDS = r"^\d\d:\d\d:\d\d, in [\d.]+ s"
EXERCISE = "${fileBasenameNoExtension}"  # of the file that is open
EXTENSIONS = ("ms-python.python", "ms-toolsai.jupyter")
IMAGE = "python:3.11"
_REPOSITORY = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")


def editor_files(constrained: str, wheel: str) -> dict[str, bytes]:
    """The files of VS Code and of a dev container, which installs the grader from `wheel`."""
    install = (
        f"pip install {constrained}torch --index-url {TORCH_INDEX} && "
        f"pip install {constrained}{wheel}"
    )
    container = {
        "name": "Exercises",
        "image": IMAGE,
        "postCreateCommand": install,
        "customizations": {"vscode": {"extensions": list(EXTENSIONS)}},
    }
    files = {
        ".vscode/tasks.json": {"version": "2.0.0", "tasks": [*_tasks()]},
        ".vscode/extensions.json": {"recommendations": list(EXTENSIONS)},
        ".devcontainer/devcontainer.json": container,
    }
    return {name: (json.dumps(table, indent=2) + "\n").encode() for name, table in files.items()}


def notebook_links(repository: str, name: str) -> dict[str, str]:
    """The addresses at which JupyterLab and Colab open an exercise; none off GitHub."""
    match = _REPOSITORY.fullmatch(repository)
    if match is None:
        return {}
    path = f"exercises/{name}/{name}.ipynb"
    return {
        "JupyterLab": f"https://mybinder.org/v2/gh/{match[1]}/HEAD?labpath={path}",
        "Colab": f"https://colab.research.google.com/github/{match[1]}/blob/HEAD/{path}",
    }


def _tasks() -> list[Mapping[str, object]]:
    test = {"kind": "test", "isDefault": True}
    background = {
        "activeOnStart": True,
        "beginsPattern": REPORT_BEGINS,
        "endsPattern": REPORT_ENDS,
    }
    return [
        _task("grade", [EXERCISE]) | {"group": test, "problemMatcher": _matcher()},
        _task("watch", ["watch", EXERCISE])
        | {"isBackground": True, "problemMatcher": {**_matcher(), "background": background}},
        _task("hint", ["hint", EXERCISE]) | {"problemMatcher": _matcher()},
    ]


def _task(label: str, words: list[str]) -> dict[str, object]:
    return {
        "label": label,
        "type": "shell",
        "command": "grade",
        "args": words,
        "options": {"cwd": "${workspaceFolder}"},
        "presentation": {"panel": "dedicated", "clear": True},
    }


def _matcher() -> dict[str, object]:
    return {
        "owner": "grade",
        "fileLocation": ["autoDetect", "${workspaceFolder}"],
        "severity": "error",
        "pattern": {"regexp": PLACE, "kind": "location", "file": 1, "location": 2, "message": 0},
    }
