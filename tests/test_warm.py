"""A command that is copied from the warm process does what one does that is started."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize("words", [("exercise01",), ("list",), ("exercize01",)])
def test_copied_command_prints_and_ends_as_a_started_one(
    words, toy, toy_course, run_grade, cold_grade
):
    (toy_course / "exercises" / "exercise01" / "exercise01.py").write_text(toy.answer("x * x"))
    copied, started = run_grade(*words), cold_grade(*words)
    for done in (copied, started):
        done.stdout = re.sub(r"[\d.]+ s\b", "0 s", done.stdout)
    assert copied.stdout + copied.stderr
    assert (copied.returncode, copied.stdout, copied.stderr) == (
        started.returncode, started.stdout, started.stderr,
    )  # fmt: skip


def test_copied_command_has_streams_words_folder_and_variables_of_its_own(
    warm_grade, environment, tmp_path
):
    (tmp_path / "one").mkdir()
    done = warm_grade.run(["hint"], cwd=tmp_path / "one", env=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no course in" in done.stderr
    assert str(tmp_path / "one") in done.stderr
    again = warm_grade.run(["--version"], cwd=tmp_path, env=environment)
    assert again.returncode == 0
    assert again.stdout.startswith("grade, version ")
    assert again.stderr == ""
