"""Submissions that do not come back: they are stopped, and the others go on."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import torch

from grader.sandbox.failures import StudentStopped

LIMIT = 0.4  # seconds a call may take here
PATIENCE = 30.0  # seconds after which nothing was stopped at all, on a busy machine


def stop_of(student, function="f", *arguments):
    """How a call that must not come back is stopped."""
    with pytest.raises(StudentStopped) as caught:
        getattr(student, function)(*arguments)
    return caught.value


ENDLESS = {
    "in Python": "while True: pass",
    "asleep": "time.sleep(1000)",
    "in C without letting go": "re.match(r'(a|a)*$', 'a' * 60 + 'b')",
    "in torch": "[torch.linalg.svd(torch.ones(600, 600)) for _ in range(10**6)]",
    "waiting for input": "threading.Event().wait()",
    "catching everything": """
    while True:
        try:
            while True: pass
        except BaseException:
            pass""",
    "ignoring signals": """
    for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(1000)""",
    "printing": "while True: os.write(1, b'x' * 65536)",
}
IMPORTS = "import os, re, signal, threading, time\n\nimport torch\n\n\n"


@pytest.mark.parametrize("how", ENDLESS)
def test_endless_call_is_stopped_in_time_and_the_next_one_works(open_student, how):
    source = f"{IMPORTS}def f():\n    {ENDLESS[how]}\n\n\ndef g(): return 1.0\n"
    student = open_student(source, call_seconds=LIMIT)
    start = time.monotonic()
    stopped = stop_of(student)
    assert LIMIT <= time.monotonic() - start < LIMIT + PATIENCE
    assert (stopped.message, stopped.limit) == ("stopped after 0.4 s in f", True)
    assert student.limit_hit
    assert student.g() == 1.0


def test_import_that_does_not_end_is_stopped(open_student):
    with pytest.raises(StudentStopped) as caught:
        open_student("while True: pass", import_seconds=LIMIT)
    stopped = caught.value
    assert stopped.message == "stopped after 0.4 s while the file was imported"
    assert stopped.limit


def test_slow_calls_use_up_the_time_of_the_submission(open_student):
    source = "import time\n\n\ndef g(): time.sleep(0.2); return 1.0\n\n\ndef f(): return 1.0\n"
    student = open_student(source, submission_seconds=0.5)
    student.g()
    student.g()
    stopped = stop_of(student, "g")
    assert stopped.message == "stopped: the 0.5 s for the whole submission are used up"
    assert stopped.limit
    assert stop_of(student).message == stopped.message  # no other call is begun either


ENDED = "ended the process with exit code 0"
CRASHED = r"crashed the process \(SIG(SEGV|ABRT)\)"  # an abort of process 1 ends in the former
DEADLY = {
    "os._exit(0)": ENDED,
    "os._exit(3)": "ended the process with exit code 3",
    "os.abort()": CRASHED,
    "ctypes.string_at(0)": CRASHED,
    "os.close(3), __import__('time').sleep(9)": (
        "ended the process, or its connection to the grader"
    ),
}


@pytest.mark.parametrize(("how", "words"), DEADLY.items())
def test_call_that_ends_the_process_is_told_and_the_next_one_works(open_student, how, words):
    source = (
        "import ctypes, os\n\ncalls = 0\n\n\n"
        f"def f():\n    {how}\n    return 1.0\n\n\n"
        "def g():\n    global calls\n    calls += 1\n    return calls\n"
    )
    student = open_student(source)
    assert student.g() == 1
    stopped = stop_of(student)
    assert re.fullmatch(f"f {words}", stopped.message)
    assert not stopped.limit
    assert not student.limit_hit
    assert student.g() == 1  # a fresh process: it has forgotten the first call


@pytest.mark.parametrize("how", ["os._exit(0)", "ctypes.string_at(0)"])
def test_import_that_ends_the_process_is_told(open_student, how):
    with pytest.raises(StudentStopped) as caught:
        open_student(f"import ctypes, os\n\n\ndef f(): return 1.0\n\n\n{how}")
    assert re.fullmatch(f"the file {DEADLY[how]}", caught.value.message)
    assert not caught.value.limit


def test_memory_bomb_is_stopped(open_student):
    student = open_student("def f(): return len(bytearray(3 << 30))", memory_mib=512)
    stopped = stop_of(student)
    assert (stopped.message, stopped.limit) == ("stopped: f needs more than 512 MiB", True)


def test_limit_of_processor_time_is_told_from_a_crash(open_student):
    student = open_student("def f():\n    while True: pass", cpu_seconds=1, call_seconds=30)
    stopped = stop_of(student)
    assert (stopped.message, stopped.limit) == ("stopped: f used 1 s of processor time", True)
    assert student.limit_hit


# ------------------------------------------------------------------------------ how often


class Counting:
    """A launcher that counts the workers it starts."""

    def __init__(self, launcher):
        self.started = 0
        self._launcher = launcher

    def worker(self, limits):
        self.started += 1
        return self._launcher.worker(limits)

    def ending(self, worker):
        return self._launcher.ending(worker)


def test_function_is_not_called_again_after_two_stops(open_student, launcher):
    counting = Counting(launcher)
    source = "import os\n\n\ndef f(): os._exit(0)\n\n\ndef g(): return 1.0\n"
    student = open_student(source, launcher=counting)
    assert [stop_of(student).message for _ in range(2)] == [f"f {ENDED}"] * 2
    assert counting.started == 2
    assert stop_of(student).message == f"f {ENDED}; it is not called again"
    assert counting.started == 2
    assert student.g() == 1.0
    assert counting.started == 3


def test_submission_is_not_run_again_when_the_restarts_are_used_up(open_student):
    student = open_student("import os\n\n\ndef f(): os._exit(0)\n\n\ng = f", restarts=1)
    stop_of(student)
    stop_of(student)
    assert stop_of(student, "g").message == (
        "the submission was stopped 2 times and is not run again"
    )


def test_call_on_the_last_restart_is_answered(open_student):
    student = open_student(
        "import os\n\n\ndef f(): os._exit(0)\n\n\ndef g(): return 1.0", restarts=1
    )
    stop_of(student)
    assert student.g() == 1.0
    assert student.g() == 1.0


def test_file_that_loads_only_once_stops_the_later_calls(open_student, open_launcher, tmp_path):
    source = f"""
        import os
        from pathlib import Path

        mark = Path({str(tmp_path / "mark")!r})
        if mark.exists():
            raise ValueError("not twice")
        mark.touch()


        def f():
            os._exit(0)


        def g():
            return 1.0
    """
    tmp_path.chmod(0o777)
    student = open_student(source, launcher=open_launcher)
    stop_of(student)
    stopped = stop_of(student, "g")
    assert (stopped.message, stopped.limit) == ("draft.py loads once, but not again", False)


# ------------------------------------------------------------------------------ what is printed


def test_printing_ten_megabytes_neither_blocks_nor_is_kept(open_student):
    student = open_student("""
        def g():
            for number in range(10):
                print(str(number) * 10**6)
            return 1.0
    """)
    assert student.g() == 1.0
    assert student.output == "0" * (64 << 10)
    assert len(student._session.worker.printed) == 64 << 10  # nor held in memory


def test_output_is_what_was_printed_in_order_on_both_streams(open_student):
    student = open_student("""
        import os
        import sys

        print("at import")


        def g():
            print("out √")
            print("err", file=sys.stderr)
            os.write(1, b"raw \\xff\\n")
            return 1.0
    """)
    assert student.output == "at import\n"
    student.g()
    assert student.output == "at import\nout √\nerr\nraw �\n"


def test_output_of_a_worker_that_died_is_kept(open_student):
    student = open_student("""
        import os

        print("loaded")


        def f():
            print("dying")
            os._exit(0)


        def g():
            print("living")
            return 1.0
    """)
    stop_of(student)
    student.g()
    assert student.output == "loaded\ndying\nloaded\nliving\n"


def test_output_is_bounded_over_all_workers(open_student):
    student = open_student("import os\n\nprint('x' * 50_000)\n\n\ndef f(): os._exit(0)\n\n\ng = f")
    stop_of(student)
    stop_of(student, "g")
    assert len(student.output.encode()) <= 64 << 10


CLOSINGS = (
    "sys.stdout.close()",
    "sys.stdout = None",
    "os.close(1); os.close(2)",
    "sys.stdout = sys.stderr = Nothing()",
)


@pytest.mark.parametrize("closing", CLOSINGS)
def test_submission_may_close_what_it_prints_to(open_student, closing):
    student = open_student(f"""
        import os
        import sys


        class Nothing:
            def __getattr__(self, name):
                raise SystemExit


        def f():
            {closing}
            return 1.0


        def g():
            return 2.0
    """)
    assert student.f() == 1.0
    assert student.g() == 2.0


# ------------------------------------------------------------------------------ what is left


def group_of(worker):
    """The processes of a worker's group that run, those that only wait to be reaped left out."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = path.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(group) == worker and state != "Z":
            yield int(path.parent.name)


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


SPAWNS = """
    import os
    import subprocess


    def f():
        subprocess.Popen(["/bin/sleep", "1000"])
        subprocess.Popen(["/bin/sh", "-c", "/bin/sleep 1000 & wait"])
        return os.getpid()


    def g():
        while True: pass
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("by", ["closing", "a stop"])
def test_nothing_of_the_process_group_is_left_after(open_student, open_launcher, by):
    student = open_student(SPAWNS, launcher=open_launcher, call_seconds=LIMIT)
    worker = int(student.f())
    assert wait_until(lambda: len([*group_of(worker)]) == 4)  # with a child of a child
    if by == "closing":
        student.close()
    else:
        stop_of(student, "g")
    assert wait_until(lambda: not [*group_of(worker)])


def test_submission_that_kills_the_zygote_does_not_end_the_grading(open_student, open_launcher):
    student = open_student(
        "import os\n\n\ndef f(): os.kill(os.getppid(), 9); return 1.0\n\n\ndef g(): return 2.0",
        launcher=open_launcher,
    )
    said, value = [], None
    for call in (student.f, student.g, student.g, student.g):
        try:
            value = call()
        except StudentStopped as stopped:  # the worker dies with its parent, sooner or later
            said.append(stopped.message)
    assert value == 2.0
    assert len(said) <= 1
    assert all(each[1:] == " ended the process, or its connection to the grader" for each in said)
    student.close()
    assert open_student("def g(): return 3.0", launcher=open_launcher).g() == 3.0


def test_stopped_student_gives_the_same_numbers_again(open_student):
    """A restarted worker starts from the same random state as the first one."""
    student = open_student(
        "import os\n\nimport torch\n\n\ndef f(): return torch.rand(3)\n\n\ndef g(): os._exit(0)"
    )
    first = student.f()
    stop_of(student, "g")
    assert torch.equal(student.f(), first)
