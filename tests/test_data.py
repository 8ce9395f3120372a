"""data/names.txt is what its README and its script say it is."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import random
import re
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def names() -> bytes:
    return (DATA / "names.txt").read_bytes()


@pytest.fixture
def build_names() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_names", DATA / "build_names.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stated(row: str) -> str:
    """What the table of data/README.md says in one row."""
    match = re.search(rf"^\| {row} \| `?([^`|]+?)`? \|$", (DATA / "README.md").read_text(), re.M)
    assert match is not None, f"data/README.md has no row '{row}'"
    return match[1]


def tarball(folder: Path, member: str, content: str) -> Path:
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo(member)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content.encode()))
    return path


def test_names_have_the_hash_that_the_readme_states(names):
    assert hashlib.sha256(names).hexdigest() == stated("SHA-256")


def test_names_are_as_many_as_the_readme_states(names):
    rows = names.decode().splitlines()
    assert f"{len(rows):,}" == stated("rows")
    assert f"{len(set(rows)):,}" == stated("distinct names")


def test_every_line_is_a_name_in_lower_case(names):
    assert re.fullmatch(rb"(?:[a-z]{2,15}\n)+", names)


def test_names_that_return_in_dev_and_test_are_as_many_as_the_readme_says(names):
    rows = names.decode().splitlines()
    random.Random(42).shuffle(rows)
    train_end, dev_end = int(0.8 * len(rows)), int(0.9 * len(rows))
    seen = set(rows[:train_end])
    for part, percent in ((rows[train_end:dev_end], 13), (rows[dev_end:], 12)):
        assert round(100 * sum(name in seen for name in part) / len(part)) == percent


def test_build_takes_the_first_column_in_lower_case_and_keeps_the_order(build_names, tmp_path):
    source = tarball(tmp_path, build_names.MEMBER, "Zoe,F,9\r\nAda,F,8\r\nZoe,M,5\r\n")
    assert build_names.as_names(build_names.read_rows(source)) == b"zoe\nada\nzoe\n"


def test_build_accepts_the_committed_list_and_no_other(build_names, names):
    build_names.verify(names)
    with pytest.raises(build_names.WrongSource, match="SHA-256"):
        build_names.verify(names.replace(b"emma\n", b"emmo\n", 1))
    with pytest.raises(build_names.WrongSource, match="expected 32,178"):
        build_names.verify(names + b"ada\n")


@pytest.mark.parametrize(
    ("member", "content", "complaint"),
    [
        ("package/raw_name_source/yob2018.txt", "Ada,F,5\r\n", "There are 1 rows"),
        ("package/something_else.txt", "Ada,F,5\r\n", "cannot be read"),
    ],
)
def test_build_writes_nothing_when_the_source_is_wrong(
    build_names, tmp_path, monkeypatch, capsys, member, content, complaint
):
    target = tmp_path / "names.txt"
    monkeypatch.setattr(build_names, "TARGET", target)
    source = tarball(tmp_path, member, content)
    assert build_names.main(["--tarball", str(source)]) == 1
    assert complaint in capsys.readouterr().err
    assert not target.exists()
