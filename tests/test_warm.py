"""What is copied from a warm process, command or worker, does what one does that is started."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys

import pytest

from grader.sandbox.processes.isolated import exec_zygote


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


@pytest.mark.skipif(sys.platform != "linux", reason="workers are copied on Linux alone")
def test_copied_worker_ends_as_a_started_one(warm_workers, tmp_path):
    """With its own code or by a signal; what it says of an error lies where it prints."""
    with contextlib.closing(warm_workers.WarmWorkers()) as workers:
        ends = []
        for start in (workers.exec_zygote, exec_zygote):
            with (tmp_path / "output").open("wb") as output:
                told, killed = start(output, tmp_path), start(output, tmp_path)
            told.stdin.write(b"nowhere\n")
            told.stdin.close()
            assert killed.poll() is None
            with pytest.raises(subprocess.TimeoutExpired):
                killed.wait(0.01)
            killed.kill()
            said = told.wait(60), (tmp_path / "output").read_text().splitlines()[-1]
            ends.append((*said, killed.wait(60), killed.poll()))
            killed.stdin.close()
    assert ends[0] == ends[1]
    assert ends[0][0] == 1
    assert ends[0][1].startswith("json.decoder.JSONDecodeError")
    assert ends[0][2:] == (-signal.SIGKILL,) * 2
