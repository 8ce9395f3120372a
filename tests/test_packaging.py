"""What is installed is the grader, and never the solutions."""

from __future__ import annotations

import configparser
import hashlib
import importlib
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import editables
import pytest

ROOT = Path(__file__).parents[1]
PRIVATE_FOLDERS = ("solutions", "exercises", "tests")

# Reads an installed folder as the interpreter does at start-up, in an interpreter that has
# processed no other one, and tells which names of the checkout can be imported.
EXPOSED_NAMES = """
import importlib.util, json, site, sys
folder, third_party, *names = sys.argv[1:]
sys.path.append(third_party)
site.addsitedir(folder)
print(json.dumps([name for name in names if importlib.util.find_spec(name)]))
"""


def run_python(*words: str, cwd: Path) -> str:
    done = subprocess.run([sys.executable, *words], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the sdist, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("distributions")
    run_python("-m", "build", "--no-isolation", "--outdir", str(folder), cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel(built) -> Mapping[str, bytes]:
    """The files of the wheel, by path."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sdist(built) -> Mapping[str, bytes]:
    """The files of the sdist, by path below its one folder."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        files = {member.name: archive.extractfile(member) for member in archive.getmembers()}
        return {name.partition("/")[2]: file.read() for name, file in files.items() if file}


@pytest.fixture(scope="module")
def private() -> Mapping[str, Path]:
    """The files of the checkout that must not travel, by the SHA-256 of their content."""
    files = (path for part in PRIVATE_FOLDERS for path in (ROOT / part).rglob("*"))
    contents = {path: path.read_bytes() for path in files if path.is_file()}
    return {digest(content): path for path, content in contents.items() if content.strip()}


def test_wheel_holds_the_whole_grader_and_nothing_else(wheel):
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "grader").rglob("*.py")}
    inside = {name for name in wheel if name.startswith("grader/")}
    assert sources <= inside
    assert {name.split("/")[0] for name in wheel if name not in inside} == {
        next(name for name in wheel if name.endswith("/METADATA")).split("/")[0]
    }


def test_sdist_holds_the_grader_and_what_building_it_needs(sdist):
    assert {name.split("/")[0] for name in sdist} == {
        ".gitignore",  # hatchling adds it: it decides what a build leaves out
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "grader",
        "pyproject.toml",
    }


@pytest.mark.parametrize("distribution", ["wheel", "sdist"])
def test_no_file_of_the_course_travels_under_another_name(request, private, distribution):
    assert private
    files = request.getfixturevalue(distribution)
    leaked = {name: private.get(digest(content)) for name, content in files.items()}
    assert not {name: path for name, path in leaked.items() if path is not None}


def test_wheel_installs_the_command_grade(wheel):
    table = configparser.ConfigParser()
    path = next(name for name in wheel if name.endswith(".dist-info/entry_points.txt"))
    table.read_string(wheel[path].decode())
    assert table.options("console_scripts") == ["grade"]
    module, _, function = table["console_scripts"]["grade"].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_editable_install_exposes_the_grader_alone(tmp_path):
    build = "import sys, hatchling.build; hatchling.build.build_editable(sys.argv[1])"
    run_python("-c", build, str(tmp_path), cwd=ROOT)
    installed = tmp_path / "installed"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as archive:
        archive.extractall(installed)
    names = sorted(path.stem for path in ROOT.iterdir() if path.stem.isidentifier())
    assert {"grader", *PRIVATE_FOLDERS} <= set(names)
    third_party = str(Path(editables.__file__).parents[1])
    arguments = ("-I", "-S", "-c", EXPOSED_NAMES, str(installed), third_party, *names)
    assert json.loads(run_python(*arguments, cwd=tmp_path)) == ["grader"]
