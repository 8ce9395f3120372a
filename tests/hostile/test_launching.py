"""What a launcher promises of the zygotes that it starts and of the boxes that it removes."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from grader.errors import BrokenEnvironment
from grader.model import Limits
from grader.sandbox.launcher import Launcher
from grader.sandbox.processes import scratch
from grader.sandbox.processes.isolated import ZYGOTE


@pytest.mark.parametrize("judge", ["process"], indirect=True)
def test_cold_start_takes_no_time_from_the_submission(judge):
    cold = Launcher()
    try:
        student = judge.student("def f(): return 7", cold, submission_seconds=1.0)
        assert student.f() == 7.0
        student.close()
    finally:
        cold.close()


def test_later_zygotes_are_confined_alike():
    launcher = Launcher()
    try:
        launcher.wait_until_ready()
        first, reasons = launcher.isolation, launcher.reasons
        launcher._starter.drop()
        launcher.worker(Limits()).kill()
        assert first in launcher._starter._present()._process.args
        assert (launcher.isolation, launcher.reasons) == (first, reasons)
    finally:
        launcher.close()


@pytest.mark.skipif(sys.platform != "linux", reason="confinement is for Linux")
@pytest.mark.parametrize(
    ("user", "hidden", "tier"), [(0, "/root", None), (0, "", "process"), (1000, "/root", "process")]
)
def test_nobody_runs_submissions_as_root_without_asking_for_it(monkeypatch, user, hidden, tier):
    from grader.sandbox.confinement import tiers

    def why_not(asked, *_):
        return "" if asked.tier == "process" else "not here"

    monkeypatch.setattr(tiers, "_why_not", why_not)
    monkeypatch.setattr(tiers, "hidden_from_others", lambda: hidden)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert tiers.choose_tier("process", "/", 1, "/") == ("process", {})
    if tier is None:
        with pytest.raises(OSError, match="process: would run as root, for /root is closed"):
            tiers.choose_tier("auto", "/", 1, "/")
    else:
        assert tiers.choose_tier("auto", "/", 1, "/")[0] == tier


@pytest.mark.skipif(sys.platform != "linux", reason="confinement is for Linux")
def test_course_key_is_refused_where_nothing_confines(monkeypatch):
    for holds_key, isolation, is_refused in (
        (True, "process", True),
        (True, "landlock", False),
        (False, "process", False),
    ):
        launcher = Launcher(holds_course_key=holds_key)
        found = isolation, {"full": "not here"}
        monkeypatch.setattr(launcher._starter, "confinement", lambda found=found: found)
        try:
            with pytest.raises(BrokenEnvironment) if is_refused else nullcontext() as caught:
                launcher.wait_until_ready()
            if is_refused:
                assert "course's key is given" in caught.value.what
        finally:
            launcher.close()


@pytest.fixture
def box(tmp_path):
    made = tmp_path / "box"
    made.mkdir()
    return made


def make_deep(box, depth):
    """Folders in folders, made as a submission does: from one to the next."""
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(box)
        for _ in range(depth):
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
        Path("file").write_text("deep down")
    finally:
        os.fchdir(here)
        os.close(here)


def test_box_is_removed_with_folders_deeper_than_a_path_can_say(box):
    make_deep(box, 1500)
    scratch.remove(box)
    assert not box.exists()


def test_box_is_removed_with_folders_that_are_closed(box):
    closed = box / "a" / "b"
    closed.mkdir(parents=True)
    (closed / "file").touch()
    for folder in (closed, closed.parent):
        folder.chmod(0o000)
    scratch.remove(box)
    assert not box.exists()


def test_box_is_removed_without_what_a_link_points_to(box, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    (kept / "file").touch()
    (box / "link").symlink_to(kept)
    scratch.remove(box)
    assert not box.exists()
    assert (kept / "file").exists()


def test_box_with_a_little_in_it_is_not_too_full(box):
    (box / "folder" / "inner").mkdir(parents=True)
    (box / "folder" / "file").write_bytes(bytes(1 << 20))
    assert not scratch.is_too_full(box)


@pytest.mark.parametrize("name", ["file", "folder/inner/file"])
def test_box_with_a_large_file_is_too_full(box, name):
    (box / name).parent.mkdir(parents=True, exist_ok=True)
    with (box / name).open("wb") as file:
        file.truncate(scratch.MAX_BYTES + 1)
    assert scratch.is_too_full(box)


def test_box_with_countless_empty_files_is_too_full(box, monkeypatch):
    monkeypatch.setattr(scratch, "MAX_BYTES", 100 * scratch.MIN_ENTRY_BYTES)
    for number in range(101):
        assert not scratch.is_too_full(box)
        (box / str(number)).touch()
    assert scratch.is_too_full(box)


def test_box_that_is_too_deep_to_measure_is_too_full(box):
    make_deep(box, scratch.MAX_DEPTH + 5)
    assert scratch.is_too_full(box)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_box_with_a_folder_that_cannot_be_listed_is_too_full(box):
    (box / "closed").mkdir(mode=0o300)
    assert scratch.is_too_full(box)
    (box / "closed").chmod(0o700)


def test_zygote_forgets_what_an_editable_install_adds(monkeypatch, tmp_path):
    """A course with its solutions may lie beside the package that was installed."""
    spec = importlib.util.spec_from_file_location("zygote", ZYGOTE)
    zygote = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(zygote)
    (tmp_path / "solutions_of_a_course.py").touch()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, object()])
    assert importlib.util.find_spec("solutions_of_a_course")
    zygote._forget_installed_folders()
    assert str(tmp_path) not in sys.path
    assert importlib.util.find_spec("solutions_of_a_course") is None
    for name in ("json", "torch", "numpy", "_socket"):
        assert importlib.machinery.PathFinder.find_spec(name) or name in sys.builtin_module_names
