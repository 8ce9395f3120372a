"""The process beside the kernel: it replies, it stays, and it does not outlive its kernel."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from grader.errors import BrokenEnvironment
from grader.practice.grading_service import Request, Service
from grader.submission.notebook_program import Piece

PYTHON = sys.executable
RIGHT = "def double(x):\n    return 2 * x"


@pytest.fixture(scope="module")
def service(warm_python):
    """A service whose processes are copies; that of the last test is started by Python."""
    shared = Service()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", warm_python)
        yield shared
    shared.close()


@pytest.fixture
def request_for(toy_course, tmp_path):
    def request(*sources, exercise="exercise01"):
        pieces = tuple(Piece(number, source) for number, source in enumerate(sources, start=1))
        return Request(str(toy_course), exercise, str(tmp_path), "this notebook", pieces)

    return request


def processes_of(service):
    assert service._process is not None
    return service._process.pid


def test_service_grades_again_and_again_in_one_process(service, request_for):
    first = service.grade(request_for(RIGHT))
    pid = processes_of(service)
    again = service.grade(request_for("import torch", "def double(x):\n    return x * x"))
    assert (first.report.points, again.report.points) == (10, 0)
    assert again.report.checks[0].location.cell == 2
    assert processes_of(service) == pid


def test_files_of_the_working_folder_can_be_imported(service, request_for, tmp_path):
    (tmp_path / "twice.py").write_text("def twice(x):\n    return 2 * x\n")
    assert service.grade(request_for("from twice import twice as double")).report.points == 10


def test_code_that_cannot_be_loaded_is_a_report(service, request_for):
    assert service.grade(request_for("double = (")).report.status == "unloadable"
    assert service.grade(request_for("import nowhere_at_all")).report.status == "unloadable"


def test_what_goes_wrong_is_told_in_a_sentence(service, request_for):
    reply = service.grade(request_for(RIGHT, exercise="exercise77"))
    assert reply.report is None
    assert reply.what == "There is no exercise 'exercise77' in this course."
    assert reply.remedy == "Did you mean exercise01?"


def test_what_a_submission_prints_is_no_reply(service, request_for):
    source = f"print('{{}}')\n{RIGHT}\nimport os\nos.write(1, b'[]\\n' * 100)"
    assert service.grade(request_for(source)).report.points == 10


def test_interrupt_leaves_no_reply_behind(service, request_for, monkeypatch):
    monkeypatch.setattr("grader.practice.grading_service.msgspec.json.decode", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        service.grade(request_for("def double(x):\n    return x * x"))
    monkeypatch.undo()
    assert service.grade(request_for(RIGHT)).report.points == 10


def _interrupted(*_arguments, **_keywords):
    raise KeyboardInterrupt


def test_process_that_does_not_start_is_told_with_its_last_words(request_for, monkeypatch):
    monkeypatch.setattr(
        "grader.practice.grading_service._START", "raise SystemExit('no torch today')"
    )
    with pytest.raises(BrokenEnvironment, match="process that grades ended: no torch today"):
        Service().grade(request_for(RIGHT))


def test_process_ends_with_its_kernel(request_for, environment):
    request = request_for(RIGHT)
    code = (
        "import os, msgspec, sys\n"
        "from grader.practice.grading_service import Request, Service\n"
        "service = Service()\n"
        "request = msgspec.json.decode(sys.argv[1], type=Request)\n"
        "assert service.grade(request).report.points == 10\n"
        "print(service._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    command = [PYTHON, "-c", code, msgspec.json.encode(request).decode()]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    process = Path("/proc", done.stdout.strip(), "stat")
    deadline = time.monotonic() + 60
    while _is_alive(process) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _is_alive(process)


def _is_alive(stat: Path) -> bool:
    """Whether a process runs; one that ended may wait for a parent to hear of it."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
