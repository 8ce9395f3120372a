"""The wheel that a course carries: installable, the same every time, and nothing but the grader."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import grader
from grader.errors import BrokenEnvironment
from grader.publishing.release import wheel
from grader.publishing.release.wheel import WHEEL_NAME, grader_wheel

PACKAGE = Path(grader.__file__).parent
INFO = "unsaturated-0.2.0.dist-info"


@pytest.fixture(scope="module")
def files():
    with zipfile.ZipFile(io.BytesIO(grader_wheel())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_wheel_holds_the_package_as_it_runs(files):
    rest = dict(files)
    for path in PACKAGE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            name = f"grader/{path.relative_to(PACKAGE).as_posix()}"
            assert rest.pop(name) == path.read_bytes()
    assert {name.partition("/")[0] for name in rest} == {INFO}


def test_wheel_lists_its_files_with_their_hashes(files):
    rows = list(csv.reader(files[f"{INFO}/RECORD"].decode().splitlines()))
    assert {row[0] for row in rows} == set(files)
    for name, digest, size in rows[:-1]:
        want = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).decode()
        assert (digest, size) == (f"sha256={want.rstrip('=')}", str(len(files[name])))


def test_wheel_asks_for_what_running_needs_alone(files):
    lines = files[f"{INFO}/METADATA"].decode().splitlines()
    needed = [line.removeprefix("Requires-Dist: ") for line in lines if "Requires-Dist" in line]
    assert "torch>=2.6" in needed
    assert not any("ruff" in line or "editables" in line for line in needed)


def test_wheel_can_be_installed(tmp_path):
    path = tmp_path / WHEEL_NAME
    path.write_bytes(grader_wheel())
    words = ["--no-deps", "--no-index", "--no-compile", "--quiet", "--target", str(tmp_path / "to")]
    subprocess.run([sys.executable, "-m", "pip", "install", *words, str(path)], check=True)
    assert (tmp_path / "to" / "bin" / "grade").is_file()
    assert (tmp_path / "to" / "grader" / "__main__.py").is_file()


def test_wheel_is_refused_where_the_grader_is_not_installed(monkeypatch):
    monkeypatch.setattr(wheel, "DISTRIBUTION", "unsaturated-and-absent")
    with pytest.raises(BrokenEnvironment, match="is not installed"):
        grader_wheel()
