"""A student's whole path on a system without fork and without what POSIX systems alone have."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ELSEWHERE = HERE / "elsewhere.py"
PATIENCE_SECONDS = 120.0
RIGHT = "2 * x"
# What the worker, which imports as the grader does, has of the system.
ASKS = """
import sys


def double(x):
    limiting = sys.modules["grader.sandbox.confinement.rlimits"]
    assert limiting.sys.platform == "elsewhere"
    assert not hasattr(limiting.os, "getuid")
    return 2 * x
"""
CHECKS = """
from grader import check


def double(x):
    return 2 * x


points = check("exercise01")
assert points == 10, points.text
"""


@pytest.fixture(scope="module")
def warm_there(warm: ModuleType, environment: dict[str, str]) -> Iterator[Any]:
    """The warm process of that system: see warm.py."""
    grade = warm.WarmGrade(environment, ELSEWHERE)
    yield grade
    grade.close()


@pytest.fixture
def there(
    toy_course: Path, environment: dict[str, str], warm_there: Any
) -> Callable[..., tuple[int, str]]:
    """`there("hint", "1")`: exit code and output of the command in that system."""

    def run(*words: str, cwd: Path = toy_course) -> tuple[int, str]:
        done = warm_there.run(words, cwd=cwd, env=environment, together=True)
        return done.returncode, done.stdout

    return run


@pytest.fixture
def write(toy_course: Path) -> Callable[[bytes], Path]:
    """Write the student's file."""

    def write_file(text: bytes) -> Path:
        path = toy_course / "exercises" / "exercise01" / "exercise01.py"
        path.write_bytes(text)
        return path

    return write_file


def report_of(output: str) -> dict[str, object]:
    return json.loads(output[output.index("{") :])


def test_right_answer_is_graded_by_a_worker_of_that_system(write, environment, toy_course):
    """By a process from its start on; the commands below are copied from a warm one."""
    write(ASKS.encode())
    done = subprocess.run(
        [sys.executable, str(ELSEWHERE), "1", "--format", "json"],
        cwd=toy_course,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
    )
    report = report_of(done.stdout)
    assert (done.returncode, report["points"], report["grader"]["isolation"]) == (0, 10, "process")


def test_wrong_answer_is_named_hinted_and_reset(there, write, toy, toy_course):
    # With the line ends of Windows, and a printed line longer than what is kept.
    text = toy.answer("x * x").replace("\n", "\r\n") + 'print("x" * 200_000)\r\n'
    written = write(text.encode())
    code, out = there("1")
    assert code == 1
    assert "It looks as if x were multiplied by itself" in out
    code, out = there("hint", "1")
    assert code == 0
    assert "exercise01" in out
    code, out = there("reset", "1")
    assert code == 0
    assert b"NotImplementedError" in written.read_bytes()
    backups = list((toy_course / ".grade" / "backups").iterdir())
    assert [path.read_bytes() for path in backups] == [text.encode()]


def test_line_of_a_wrong_value_is_found(there, write):
    """No alarm can be set there, and yet changes of the program are tried."""
    write(b"def double(x):\n    return x + x.exp()\n")
    code, out = there("1", "--format", "json")
    (explanation,) = report_of(out)["explanations"]
    assert (code, explanation["kind"], explanation["location"]["line"]) == (1, "line", 2)


def test_syntax_error_is_exit_three(there, write):
    write(b"def double(x:\r\n    return 2 * x\r\n")
    code, out = there("1")
    assert code == 3
    assert "exercise01.py" in out


def test_endless_loop_is_exit_four(there, write, toy_course):
    settings = toy_course / "solutions" / "exercise01" / "exercise.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[limits]\ncall_seconds = 0.5\n", "utf-8")
    write(b"def double(x):\n    while True:\n        pass\n")
    code, out = there("1")
    assert code == 4
    assert re.search(r"0\.5 s\b|half a second", out), out


def test_watch_grades_at_once_and_at_a_save(toy_course, environment, write, toy):
    path = write(toy.answer("x * x").encode())
    process = subprocess.Popen(
        [sys.executable, str(ELSEWHERE), "watch", "1"],
        cwd=toy_course,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        assert "multiplied by itself" in read_until(process, " in ")
        time.sleep(0.1)
        path.write_text(toy.answer(RIGHT), "utf-8")
        assert "10 of 10 points" in read_until(process, " in ")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def read_until(process: subprocess.Popen[bytes], end: str) -> str:
    """What a report says, up to the line with the time that ends it."""
    lines = []
    for line in process.stdout:
        lines.append(line.decode())
        if end in lines[-1] and lines[-1].rstrip().endswith(" s"):
            break
    return "".join(lines)


def test_check_in_a_notebook_is_served_there(environment, toy_course):
    file = toy_course / "notebook.py"
    file.write_text(CHECKS, "utf-8")
    done = subprocess.run(
        [sys.executable, str(ELSEWHERE), "run", str(file)],
        cwd=toy_course,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
    )
    assert (done.returncode, "10 of 10" in done.stdout) == (0, True), done.stdout + done.stderr


def test_doctor_finds_nothing_broken(there):
    code, out = there("doctor")
    assert code == 0, out
    assert "starts and answers" in out


def test_network_is_trained(there, tmp_path):
    course = tmp_path / "whole"
    for name in ("data", "exercises", "solutions"):
        shutil.copytree(ROOT / name, course / name)
    words = ("--steps", "5", "--hidden", "8", "--device", "cpu", "--format", "json")
    code, out = there("train", *words, cwd=course)
    assert code == 0, out
    assert report_of(out)["steps"] == 5


def test_system_of_the_test_has_no_fork():
    """The proof proves something: what is said to be gone is gone, for the grader alone."""
    asked = (
        "import runpy, sys; there = runpy.run_path(sys.argv[1]); there['become_grader']();"
        "from grader.sandbox import launcher; from grader.sandbox.processes import scratch;"
        "import os;"
        "print(hasattr(scratch.os, 'getuid'), launcher.FORKS, hasattr(os, 'getuid'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked, str(ELSEWHERE)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False", "True"]
    with contextlib.suppress(KeyError):
        assert "fcntl" not in done.stderr


def test_batch_is_refused_where_nothing_confines(run_grade, toy, tmp_path):
    folder = tmp_path / "class" / "ada"
    folder.mkdir(parents=True)
    (folder / "exercise01.py").write_text(toy.answer(RIGHT), "utf-8")
    words = ("batch", str(folder.parent), "--out", str(tmp_path / "out"))
    done = run_grade(*words, GRADE_WORKER="portable")
    assert done.returncode == 5
    assert "--unsafe-no-sandbox" in done.stderr
