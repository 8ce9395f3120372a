"""Which files of a class are graded, and what is said of the rest."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.batch.intake.discovery import discover
from grader.batch.intake.entries import restrict
from grader.errors import GraderError

NOBODY = 65534


def hand_in(path: Path, *, age: int = 0) -> Path:
    """Write a file that is `age` seconds old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x = 1\n", "utf-8")
    os.utime(path, (1_000_000_000 - age, 1_000_000_000 - age))
    return path


def files(root: Path) -> list[str]:
    return [entry.file for entry in discover(root).entries]


def test_discover_finds_flat_and_nested_files_of_every_student(tmp_path: Path) -> None:
    for name in ("bob/exercise02.py", "alice/exercise01/exercise01.py", "alice/exercise03.ipynb"):
        hand_in(tmp_path / name)

    found = discover(tmp_path)

    assert [(entry.student, entry.exercise, entry.file) for entry in found.entries] == [
        ("alice", "exercise01", "alice/exercise01/exercise01.py"),
        ("alice", "exercise03", "alice/exercise03.ipynb"),
        ("bob", "exercise02", "bob/exercise02.py"),
    ]
    assert all(entry.path == tmp_path / entry.file for entry in found.entries)
    assert found.complaints == ()


@pytest.mark.parametrize(
    "name",
    [
        "exercise1.py", "exercise01_old.py", "exercise01.py.bak", "Exercise01.py", "exercise٠١.py",
        "exercise01/exercise02.py", "exercise01/deeper/exercise01.py", "notes/exercise01.py",
        "exercise01.py/exercise01.py", "exercise01/exercise01.py/exercise01.py",
    ],
)  # fmt: skip
def test_discover_takes_no_file_of_another_name(tmp_path: Path, name: str) -> None:
    hand_in(tmp_path / "alice" / name)
    assert files(tmp_path) == []


def test_discover_names_all_files_for_an_exercise_and_reads_none(tmp_path: Path) -> None:
    places = (
        "exercise01.py",
        "exercise01/exercise01.py",
        "exercises/exercise01/exercise01.py",
        "exercise01.ipynb",
        "exercises/exercise01/exercise01.ipynb",
    )
    for age, name in enumerate(places):
        hand_in(tmp_path / "alice" / name, age=age)

    (entry,) = discover(tmp_path).entries

    assert [source.file for source in entry.sources] == [f"alice/{name}" for name in places]
    assert entry.note == ""


def test_discover_handles_a_student_who_is_called_like_an_exercise(tmp_path: Path) -> None:
    hand_in(tmp_path / "exercise01" / "exercise01.py")
    assert files(tmp_path) == ["exercise01/exercise01.py"]


@pytest.mark.parametrize(
    "student", ["=1+1", "-rf", "two words", "new\nline", "ünï", "日本", "a" * 255]
)
def test_discover_keeps_odd_names_as_they_are(tmp_path: Path, student: str) -> None:
    hand_in(tmp_path / student / "exercise01.py")
    assert [entry.student for entry in discover(tmp_path).entries] == [student]


def test_discover_follows_no_link(tmp_path: Path) -> None:
    outside = hand_in(tmp_path / "outside" / "exercise01.py")
    (tmp_path / "class" / "bob").mkdir(parents=True)
    (tmp_path / "class" / "alice").symlink_to(outside.parent)
    (tmp_path / "class" / "bob" / "exercise01").symlink_to(outside.parent)

    found = discover(tmp_path / "class")

    assert found.entries == ()
    assert [line.split(" is a link")[0] for line in found.complaints] == [
        "alice:",
        f"{Path('bob', 'exercise01')}:",
    ]


def test_discover_prefers_a_regular_file_to_a_newer_link(tmp_path: Path) -> None:
    old = hand_in(tmp_path / "alice" / "exercise01.py", age=9)
    (tmp_path / "alice" / "exercise01.ipynb").symlink_to(old)
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "exercise01.py").symlink_to(old)

    # A link that stands alone is an entry, so that bob gets a report that says what is wrong.
    assert files(tmp_path) == ["alice/exercise01.py", "bob/exercise01.py"]


def test_discover_leaves_out_hidden_folders_stray_files_and_the_results(tmp_path: Path) -> None:
    for name in (".git/exercise01.py", "out/exercise01.py", "exercise01.py"):
        hand_in(tmp_path / name)

    found = discover(tmp_path, results=tmp_path / "x" / ".." / "out")

    assert found.entries == ()
    assert found.complaints == ()


def test_discover_tells_a_name_that_is_no_text_and_goes_on(tmp_path: Path) -> None:
    hand_in(tmp_path / "alice" / "exercise01.py")
    try:
        (tmp_path / os.fsdecode(b"bo\xff")).mkdir()
    except OSError:
        pytest.skip("this file system knows text only")

    found = discover(tmp_path)

    assert [entry.student for entry in found.entries] == ["alice"]
    assert found.complaints == (r"bo\xff: the name of the folder is not UTF-8. Rename it.",)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs the permissions of Unix")
def test_discover_tells_what_it_cannot_read_and_goes_on() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("a/exercise01.py", "b/exercise01.py", "b/exercise02/exercise02.py"):
            hand_in(root / name)
        closed = (root / "a", root / "b" / "exercise02")
        for path in (root, *closed):
            path.chmod(0o755 if path == root else 0)
        try:
            with _unprivileged():
                found = discover(root)
        finally:
            for path in closed:
                path.chmod(0o755)

    assert [entry.file for entry in found.entries] == ["b/exercise01.py"]
    assert found.complaints == (
        "a: cannot be read: Permission denied.",
        "b/exercise02: cannot be read: Permission denied.",
    )


def test_discover_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="cannot be read") as caught:
        discover(tmp_path / "nowhere")
    assert caught.value.exit_code == 2


def test_restrict_keeps_what_is_asked_for(tmp_path: Path) -> None:
    for name in ("exercise01.py", "exercise02.py", "exercise42.py"):
        hand_in(tmp_path / "alice" / name)
    found, known = discover(tmp_path), ("exercise01", "exercise02")

    everything = restrict(found, known)
    one = restrict(found, known, ["exercise02"])

    assert [entry.exercise for entry in everything.entries] == ["exercise01", "exercise02"]
    assert everything.complaints == ("exercise42 is not in this course.",)
    assert [entry.exercise for entry in one.entries] == ["exercise02"]
    assert one.complaints == ()


@contextmanager
def _unprivileged() -> Iterator[None]:
    """Be nobody in particular for a while: nothing is closed to root."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)
