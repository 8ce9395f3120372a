"""The project's workflows are what their platform reads, and cover every system and Python."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WORKFLOW = ROOT / ".github" / "workflows" / "tests.yml"
PAGES = ROOT / ".github" / "workflows" / "pages.yml"
SYSTEMS = ("ubuntu-latest", "macos-latest", "windows-latest")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_is_valid(workflow):
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.github-workflows",
            str(workflow),
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


def test_pages_are_built_as_the_documents_say_and_uploaded_from_there():
    text = PAGES.read_text("utf-8")
    build = re.search(r"run: (python -m sphinx .*)", text)
    assert build is not None
    words = build[1].split()
    assert words[:4] == ["python", "-m", "sphinx", "-W"]
    assert re.search(r"path: (.*)", text)[1] == words[-1]
    assert '".[docs]"' in text
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert set(extras["docs"]) < set(extras["dev"])


def test_only_the_job_that_publishes_may_write():
    before, publish = PAGES.read_text("utf-8").split("  publish:")
    assert "write" not in before
    assert "pages: write" in publish
    assert "id-token: write" in publish
