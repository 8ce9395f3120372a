"""Submissions that are no plain files, or that come with files that would run by themselves."""

from __future__ import annotations

import hashlib
import os

import pytest

from grader.errors import UnreadableSubmission
from grader.submission.parsing import MAX_CODE_BYTES
from grader.submission.student_files import MAX_SIBLINGS
from grader.submission.submission import read_submission

pytestmark = pytest.mark.parametrize("judge", ["process"], indirect=True)

RIGHT = "def double(x):\n    return x + x\n\n\ndef total(x):\n    return x.sum().item()\n"
WRONG = "def double(x):\n    return x\n\n\ndef total(x):\n    return 0.0\n"


@pytest.fixture
def folder(tmp_path):
    """The folder that a student hands in."""
    made = tmp_path / "handed in"
    made.mkdir()
    return made


@pytest.fixture
def secret(tmp_path):
    """A file of somebody else."""
    path = tmp_path / "secret.py"
    path.write_text(RIGHT)
    return path


def test_link_to_another_file_is_refused(judge, folder, secret):
    (folder / "exercise01.py").symlink_to(secret)
    with pytest.raises(UnreadableSubmission):
        read_submission(folder / "exercise01.py", judge.exercise)


def test_link_to_another_file_is_not_sent_along(judge, folder, secret):
    (folder / "exercise01.py").write_text("from stolen import *\n" + WRONG)
    (folder / "stolen.py").symlink_to(secret)
    submission = read_submission(folder / "exercise01.py", judge.exercise)
    assert list(submission.files) == ["exercise01.py"]
    assert judge.grade_plain(submission).points == 0


@pytest.mark.parametrize("name", ["exercise01.py", "beside.py"])
def test_pipe_without_a_writer_does_not_hold_up(judge, folder, name):
    (folder / "exercise01.py").write_text(WRONG)
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    if name == "exercise01.py":
        with pytest.raises(UnreadableSubmission, match="not a regular file"):
            read_submission(folder / "exercise01.py", judge.exercise)
    else:
        submission = read_submission(folder / "exercise01.py", judge.exercise)
        assert list(submission.files) == ["exercise01.py"]


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/stdin", "/dev/full", "/"])
def test_device_is_refused(judge, path):
    with pytest.raises(UnreadableSubmission):
        read_submission(judge.exercise.released / path, judge.exercise)


def test_file_that_is_swapped_after_it_was_read_changes_nothing(judge, folder):
    path = folder / "exercise01.py"
    path.write_text(WRONG)
    submission = read_submission(path, judge.exercise)
    path.write_text(RIGHT)
    report = judge.grade_plain(submission)
    assert report.points == 0
    assert report.submission.sha256 == hashlib.sha256(WRONG.encode()).hexdigest()


def test_large_file_is_refused(judge, folder):
    path = folder / "exercise01.py"
    path.write_text("#" * (MAX_CODE_BYTES + 1))
    with pytest.raises(UnreadableSubmission, match="larger than 128 KiB"):
        read_submission(path, judge.exercise)


@pytest.mark.parametrize(
    "name", ["conftest.py", "sitecustomize.py", "usercustomize.py", "test_hidden.py"]
)
def test_file_that_would_run_by_itself_is_not_sent(judge, folder, name):
    (folder / "exercise01.py").write_text(WRONG)
    (folder / name).write_text("raise SystemExit(0)\n")
    submission = read_submission(folder / "exercise01.py", judge.exercise)
    assert list(submission.files) == ["exercise01.py"]
    assert judge.grade_plain(submission).points == 0


@pytest.mark.parametrize("name", ["torch.py", "grader.py", "wire.py", "exercise01.py", "os.py"])
def test_file_named_like_a_module_of_the_grader_gains_nothing(judge, folder, name):
    (folder / "mine.py").write_text(WRONG)
    (folder / name).write_text("def __getattr__(name):\n    return lambda *a, **k: True\n" + RIGHT)
    report = judge.grade_plain(read_submission(folder / "mine.py", judge.exercise))
    assert report.points == 0
    assert judge.grade_honest().points == 10


def test_only_so_many_files_are_sent(judge, folder):
    (folder / "exercise01.py").write_text(RIGHT)
    for number in range(3 * MAX_SIBLINGS):
        (folder / f"beside{number:03d}.py").write_text("")
    submission = read_submission(folder / "exercise01.py", judge.exercise)
    assert len(submission.files) <= MAX_SIBLINGS + 1


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "-" * 200_000 + "1",
        "x = " + "+".join(["1"] * 100_000),
        "\0",
        "# coding: rot13\n",
        "'" + "a" * 900_000,
        "if 1:\n" + "".join(" " * depth + "if 1:\n" for depth in range(1, 400)),
    ],
    ids=["brackets", "signs", "sum", "null", "coding", "string", "blocks"],
)
def test_text_that_breaks_parsers_has_a_report(judge, folder, text):
    path = folder / "exercise01.py"
    path.write_text(text)
    try:
        submission = read_submission(path, judge.exercise)
    except UnreadableSubmission:
        return
    assert judge.grade_plain(submission).points == 0
