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


PROGRAM = """
import os, sys, time
print(sys.argv[1:], __name__, os.getcwd(), sys.stdin.read(), os.environ["OWN"])
print("said", file=sys.stderr)
import grader
print(grader.__file__, os.path.basename(sys.path[0]))
if sys.argv[1] == "fail":
    raise ValueError("failed")
if sys.argv[1] == "end":
    sys.exit("ended")
if sys.argv[1] == "die":
    os.kill(os.getpid(), 9)
if sys.argv[1] == "wait":
    print("waits", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("end", ["return", "fail", "end", "die"])
@pytest.mark.parametrize("as_file", [True, False])
def test_program_of_the_warm_python_does_what_one_of_another_does(
    warm_python, environment, tmp_path, end, as_file
):
    (tmp_path / "program.py").write_text(PROGRAM)
    words = [str(tmp_path / "program.py")] if as_file else ["-P", "-c", PROGRAM]
    options = {"cwd": tmp_path, "env": environment | {"OWN": "1"}, "capture_output": True}
    done = []
    for python in (warm_python, sys.executable):
        ended = subprocess.run([python, *words, end], input=b"read", **options)
        done.append((ended.returncode, ended.stdout, ended.stderr.splitlines()[::-1][:1]))
    if not as_file:  # where nothing is put before the path, its first entry is any
        done = [(code, out.rpartition(b" ")[0], err) for code, out, err in done]
    assert done[0] == done[1]
    assert b"read 1" in done[0][1] or end == "die"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals there")
@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
def test_signal_reaches_the_program_of_the_warm_python(warm_python, environment, tmp_path, name):
    number = getattr(signal, name)
    options = {"cwd": tmp_path, "env": environment | {"OWN": "1"}, "stdin": subprocess.DEVNULL}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    words = [warm_python, "-c", PROGRAM, "wait"]
    with subprocess.Popen(words, **options, **pipes) as process:
        while process.stdout.readline() != b"waits\n":
            pass
        process.send_signal(number)
        _, told = process.communicate(timeout=30)  # until nobody holds its streams
    assert process.returncode == -number
    assert (b"KeyboardInterrupt" in told) == (name == "SIGINT")


def test_program_that_asks_for_another_python_gets_it(warm_python, environment):
    for words, more in ((["-s"], {}), ([], {"PYTHONPATH": "/nowhere"})):
        words = [warm_python, *words, "-c", "import sys; print('torch' in sys.modules)"]
        done = subprocess.run(words, env=environment | more, capture_output=True)
        assert (done.stdout, done.stderr) == (b"False\n", b"")
