"""The folders of graders that were killed are removed; those of others are left alone."""

from __future__ import annotations

import os
import tempfile
import time

import pytest

from grader.sandbox.processes import scratch

OLD = time.time() - 3600


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def make_old_folder():
    folder, lock = scratch.make_folder()
    (folder / "box").mkdir()
    (folder / "box" / "file").write_text("left behind")
    os.utime(folder, (OLD, OLD))
    return folder, lock


def test_folder_is_removed_when_its_grader_is_gone():
    folder, lock = make_old_folder()
    os.close(lock)  # as the system does when a process is killed
    os.close(scratch.make_folder()[1])
    assert not folder.exists()


def test_folder_stays_while_its_grader_lives():
    folder, lock = make_old_folder()
    os.close(scratch.make_folder()[1])
    assert (folder / "box" / "file").exists()
    os.close(lock)


def test_folder_stays_while_it_is_young():
    folder, lock = scratch.make_folder()
    os.close(lock)
    os.close(scratch.make_folder()[1])
    assert folder.exists()


def test_folder_of_something_else_stays(tmp_path):
    other = tmp_path / f"{scratch.PREFIX}book"
    other.mkdir()
    os.utime(other, (OLD, OLD))
    os.close(scratch.make_folder()[1])
    assert other.exists()
