"""The project's workflows are what their platform reads, and cover every system and Python."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORKFLOW = ROOT / ".github" / "workflows" / "tests.yml"
SYSTEMS = ("ubuntu-latest", "macos-latest", "windows-latest")


def test_workflow_is_valid():
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.github-workflows",
            str(WORKFLOW),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflow_covers_every_system_and_every_python_of_the_metadata():
    text = WORKFLOW.read_text("utf-8")
    assert re.search(rf"system: \[{', '.join(SYSTEMS)}\]", text)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [re.search(r":: (3\.\d+)$", line) for line in project["classifiers"]]
    versions = [match[1] for match in named if match]
    assert versions[0] == project["requires-python"].removeprefix(">=")
    asked = ", ".join(f'"{version}"' for version in versions)
    assert f"python: [{asked}]" in text
