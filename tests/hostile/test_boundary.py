"""What a confined worker is given, what it is refused, and what honest code still can do in it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from grader import sandbox
from grader.sandbox import (
    confinement,
    edits,
    forked_workers,
    wire,
    wire_decoding,
    worker,
    worker_process,
)
from grader.sandbox.confinement import (
    refusals,
    rlimits,
    root_folder,
    seccomp,
    syscalls,
    tiers,
    users,
)
from grader.sandbox.failures import CheckFailed, StudentStopped

# All of the grader that lies in the process of a submission; the packages are empty there.
SERVING = (wire, wire_decoding, worker, edits)
CONFINING = (refusals, rlimits, root_folder, seccomp, syscalls, tiers, users)
MAKING = (forked_workers, worker_process)
WORKERS_OWN = {"grader"} | {
    module.__name__ for module in (sandbox, confinement, *SERVING, *CONFINING, *MAKING)
}
CHECKOUT = Path(__file__).parents[2]
PATIENCE_SECONDS = 30.0

pytestmark = pytest.mark.parametrize(
    "judge", [pytest.param(tier, id=f"{tier}-") for tier in ("full", "landlock")], indirect=True
)


def student_of(judge, text, **limits):
    return judge.student(textwrap.dedent(text), **limits)


def value_of(judge, text, **limits):
    student = student_of(judge, text, **limits)
    try:
        return student.f(), student.output
    finally:
        student.close()


def failure_of(judge, text, **limits):
    student = student_of(judge, text, **limits)
    try:
        with pytest.raises((CheckFailed, StudentStopped)) as caught:
            student.f()
        assert student.g() == 7.0
        return caught.value.message, student.limit_hit
    finally:
        student.close()


def test_worker_has_four_descriptors(judge):
    text = """
        import os

        def f():
            return sum(1 for number in range(4096) if is_open(number))

        def is_open(number):
            try:
                os.fstat(number)
            except OSError:
                return False
            return True
    """
    assert value_of(judge, text)[0] == 4  # nothing, the pipe twice, the line to the grader


def test_worker_knows_nothing_of_the_grader(judge, grounds):
    text = """
        import os, sys

        print(dict(os.environ), sys.argv, sys.path, sys.meta_path)
        print([name for name in sys.modules if name.split(".")[0] in ("pytest", "hypothesis")])
        print("grader:", *sorted(name for name in sys.modules if name.startswith("grader")))

        def f():
            return len(os.environ)
    """
    output = value_of(judge, text)[1]
    assert str(CHECKOUT) not in output.replace(sys.prefix, "")
    assert str(grounds.base) not in output
    assert "HOSTILE" not in output
    assert "\n[]\n" in output
    (ours,) = (line.split()[1:] for line in output.splitlines() if line.startswith("grader:"))
    assert {module.__name__ for module in SERVING} <= set(ours) <= WORKERS_OWN


def test_worker_cannot_see_files_outside(judge, grounds):
    text = f"""
        import os

        def f():
            for path in ("{grounds.base}/secret", "{CHECKOUT}/pyproject.toml", "/etc/passwd-"):
                try:
                    open(path).close()
                except OSError:
                    continue
                return 1
            return 0
    """
    assert value_of(judge, text)[0] == 0


def test_worker_keeps_to_one_core(judge):
    text = "import os\ndef f(): return len(os.sched_getaffinity(0))"
    assert value_of(judge, text)[0] == 1


NEEDS_SYSTEM = {
    "temporary files": """
        import os, tempfile

        def f():
            with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryFile() as other:
                file.write(b"12")
                other.write(file.name.encode())
            with tempfile.TemporaryDirectory() as folder:
                with open(os.path.join(folder, "a"), "w") as file:
                    file.write("7")
            return 7
    """,
    "copies of files": """
        import shutil

        def f():
            with open("a", "w") as file:
                file.write("7")
            shutil.copy("a", "b")
            with open("b") as file:
                return int(file.read())
    """,
    "saved tensors": """
        import torch

        def f():
            torch.save({"w": torch.full((2, 2), 7.0)}, "weights.pt")
            return torch.load("weights.pt")["w"].mean()
    """,
    "asyncio with threads": """
        import asyncio

        async def later():
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(None, lambda: 7)

        def f():
            return asyncio.run(later())
    """,
    "threads": """
        from concurrent.futures import ThreadPoolExecutor

        def f():
            with ThreadPoolExecutor(8) as pool:
                return sum(pool.map(lambda number: number % 2, range(14)))
    """,
    "a loader of batches": """
        import torch
        from torch.utils.data import DataLoader, TensorDataset

        def f():
            data = TensorDataset(torch.ones(7, 2))
            return sum(batch[0].shape[0] for batch in DataLoader(data, batch_size=3, shuffle=True))
    """,
}


@pytest.mark.parametrize("what", NEEDS_SYSTEM)
def test_honest_use_of_the_system_works(judge, what):
    judge.launcher.take_refused()
    assert value_of(judge, NEEDS_SYSTEM[what])[0] == 7
    assert judge.launcher.take_refused() == {}


TRIES = """
    import ctypes, errno, os, socket

    libc = ctypes.CDLL(None, use_errno=True)

    def f():
        for _ in range(3):
            assert libc.syscall(101, 16, 1, 0, 0) == -1
            assert ctypes.get_errno() == errno.EPERM
        for attempt, error in ((socket.socket, errno.EPERM), (os.fork, errno.EAGAIN)):
            try:
                attempt()
            except OSError as refused:
                assert refused.errno == error
        return 7
"""


def test_refused_calls_are_counted_by_name(judge):
    judge.launcher.take_refused()
    assert value_of(judge, TRIES)[0] == 7
    assert judge.launcher.take_refused() == {"ptrace": 3, "clone": 1, "socket": 1}
    assert judge.launcher.take_refused() == {}  # each is told once


def test_calls_refused_while_a_file_is_loaded_and_in_threads_are_counted(judge):
    text = """
        import threading, ctypes

        libc = ctypes.CDLL(None)
        libc.syscall(165, 0, 0, 0, 0, 0)
        # Few threads: the limit of a user's threads is shared with what runs beside this.
        tries = lambda: [libc.syscall(101, 0) for _ in range(5)]
        threads = [threading.Thread(target=tries) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        def f():
            return 7
    """
    judge.launcher.take_refused()
    assert value_of(judge, text)[0] == 7
    assert judge.launcher.take_refused() == {"ptrace": 20, "mount": 1}


def test_flood_of_refused_calls_costs_little_and_stays_refused(judge):
    """Of one worker so many are heard; later ones fail without anybody being asked."""
    text = f"""
        import ctypes

        libc = ctypes.CDLL(None)

        def f():
            for _ in range({3 * refusals.MAX_COUNTED}):
                if libc.syscall(101, 16, 1, 0, 0) != -1:
                    return 0
            return 7
    """
    judge.launcher.take_refused()
    assert value_of(judge, text, call_seconds=60.0)[0] == 7
    assert judge.launcher.take_refused() == {"ptrace": refusals.MAX_COUNTED}


def test_many_different_calls_are_counted_together(judge):
    text = """
        import ctypes

        libc = ctypes.CDLL(None)

        def f():
            for number in range(1000, 3000):
                libc.syscall(number)
            return 7
    """
    judge.launcher.take_refused()
    assert value_of(judge, text)[0] == 7
    counts = judge.launcher.take_refused()
    assert len(counts) == refusals.MAX_NUMBERS + 1
    assert counts["number 1000"] == 1
    assert counts["others"] == 2000 - refusals.MAX_NUMBERS


UNHEARD = """
import ctypes, os
from grader.sandbox.confinement import seccomp, syscalls

libc = ctypes.CDLL(None, use_errno=True)
syscalls.gain_no_rights()
syscalls.filter_system_calls(seccomp.program(removals=False, counted=True))
results = [libc.syscall(number, 0, 0, 0, 0) for number in (101, 41, 57, 56, 165, 310)]
os.write(1, repr(results).encode())
os._exit(0)
"""


def test_second_filter_refuses_what_is_counted_where_nobody_is_asked(judge):  # noqa: ARG001
    done = subprocess.run([sys.executable, "-c", UNHEARD], cwd=CHECKOUT, capture_output=True)
    assert done.stdout == b"[-1, -1, -1, -1, -1, -1]", done.stderr


LISTENED = """
import sys
from grader.model import Limits
from grader.sandbox.confinement import seccomp, syscalls
from grader.sandbox.launcher import Launcher

everything = seccomp._step(seccomp._RETURN, seccomp._ALLOW)
syscalls.gain_no_rights()
listener = syscalls.listen_to_filter(everything)
with Launcher(sys.argv[1]) as launcher:
    launcher.worker(Limits()).kill()
    print(launcher.isolation, launcher.take_refused())
"""


def test_worker_is_confined_where_its_calls_cannot_be_counted(judge, grounds):
    """A process has one listener at most, and this one has it from outside."""
    command = [sys.executable, "-c", LISTENED, judge.launcher.isolation]
    environment = os.environ | {"TMPDIR": str(grounds.base)}
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    assert done.stdout == f"{judge.launcher.isolation} None\n", done.stderr


def test_memory_limit_has_its_sentence(judge):
    text = "def f(): return len(bytearray(600 << 20))\ndef g(): return 7"
    message, limit = failure_of(judge, text, memory_mib=256)
    assert limit
    assert message == "stopped: f needs more than 256 MiB"


def test_memory_limit_of_native_code_has_its_sentence(judge):
    text = "import torch\ndef f(): return torch.ones(1 << 30).sum()\ndef g(): return 7"
    assert failure_of(judge, text, memory_mib=256)[0] == "stopped: f needs more than 256 MiB"


def test_time_limit_has_its_sentence(judge):
    text = "def f():\n    while True: pass\ndef g(): return 7"
    assert failure_of(judge, text, call_seconds=0.3)[0] == "stopped after 0.3 s in f"


def test_limit_of_processor_time_ends_the_worker(judge):
    text = "def f():\n    while True: pass\ndef g(): return 7"
    start = time.monotonic()
    message, limit = failure_of(judge, text, cpu_seconds=1, call_seconds=60.0)
    assert limit
    assert message == "stopped: f used 1 s of processor time"
    assert time.monotonic() - start < 30


WAYS_TO_OPEN = {
    "plain": "open(name, 'wb')",
    "removed": "open_and_remove(name)",
    "without a name": "open(os.open('.', os.O_TMPFILE | os.O_RDWR), 'wb')",
    "in a folder that is closed": "open_in_closed(name)",
}


@pytest.mark.parametrize("way", WAYS_TO_OPEN)
def test_files_are_limited(judge, way):
    """However they are opened; a way that is refused ends here, too."""
    text = f"""
        import os, time

        def open_and_remove(name):
            file = open(name, "wb")
            os.remove(name)
            return file

        def open_in_closed(name):
            os.makedirs("closed", 0o300, exist_ok=True)
            return open("closed/" + name, "wb")

        def f():
            files = [{WAYS_TO_OPEN[way]} for name in "abcd"]
            for file in files:
                for _ in range(40):
                    file.write(bytes(1 << 20))
            time.sleep(3)
            return 160.0

        def g():
            return 7
    """
    message, _ = failure_of(judge, text)
    assert message in (
        "f raises OSError: [Errno 28] No space left on device",  # the quota of full
        "stopped: f wrote more than 64 MiB",
        "f raises OSError: [Errno 95] Operation not supported: '.'",
    )


def test_space_cannot_be_set_aside(judge):
    text = """
        import ctypes, os

        def f():
            descriptor = os.open("a", os.O_CREAT | os.O_RDWR)
            length = ctypes.c_long(100 << 20)
            ctypes.CDLL(None).fallocate(descriptor, 1, ctypes.c_long(0), length)
            return os.fstat(descriptor).st_blocks
    """
    assert value_of(judge, text)[0] == 0


def test_files_are_limited_between_answers_that_come_at_once(judge):
    """Written in the background, so that nobody waits while the box fills."""
    text = """
        import threading

        errors = [0]

        def fill():
            try:
                for number in range(64):
                    with open(str(number), "wb") as file:
                        file.write(bytes(8 << 20))
            except OSError as error:
                errors.append(error.errno)

        threading.Thread(target=fill, daemon=True).start()

        def f():
            return errors[-1]
    """
    student = student_of(judge, text)
    message, error, end = "", 0, time.monotonic() + PATIENCE_SECONDS
    try:
        while not message and not error and time.monotonic() < end:
            error = student.f()
    except StudentStopped as stopped:
        message = stopped.message
    finally:
        student.close()
    by_poll = judge.launcher.isolation == "landlock"  # in full the system keeps the quota
    assert message == ("stopped: f wrote more than 64 MiB" if by_poll else "")
    assert error == (0 if by_poll else errno.ENOSPC)


def test_output_is_cut(judge):
    text = "def f():\n    print('x' * 10_000_000)\n    return 7"
    value, output = value_of(judge, text)
    assert value == 7
    assert len(output) == 64 << 10


def test_threads_are_limited(judge):
    text = """
        import threading

        STOP = threading.Event()

        def f():
            started = 0
            try:
                for _ in range(2000):
                    threading.Thread(target=STOP.wait, daemon=True).start()
                    started += 1
            except RuntimeError:
                STOP.set()
            return started
    """
    assert 8 <= value_of(judge, text)[0] < 2000


GRADER = """
import sys, time
from grader.model import Limits
from grader.sandbox.launcher import Launcher

launcher = Launcher(sys.argv[1])
worker = launcher.worker(Limits())
worker.send(bytes.fromhex(sys.argv[2]), time.monotonic() + 9)
print(launcher._folder.name, flush=True)
time.sleep(1000)
"""
STUBBORN = (
    b"import time, signal as s; s.pthread_sigmask(s.SIG_BLOCK, range(1, 65)); time.sleep(999)"
)


def test_everything_ends_when_the_grader_is_killed(judge, grounds):
    # Framed here: the wire imports torch, which takes longer than all the rest.
    load = wire.frame(["load", "s", {"s.py": STUBBORN}])
    command = [sys.executable, "-c", GRADER, judge.launcher.isolation, load.hex()]
    environment = os.environ | {"TMPDIR": str(grounds.base)}  # its folder stays behind
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=CHECKOUT, env=environment, text=True
    ) as grader:
        folder = grader.stdout.readline().strip()
        assert len(_with_argument(folder)) >= 2  # the zygote and the worker
        grader.send_signal(signal.SIGKILL)
    end = time.monotonic() + PATIENCE_SECONDS
    while (left := _with_argument(folder)) and time.monotonic() < end:
        time.sleep(0.02)
    assert left == []


def _with_argument(word):
    """The processes with a word on their command line; a forked one shares that of its parent."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:  # it has ended
            continue
    return [pid for pid in found if pid != os.getpid()]


def test_thread_shares_everything_with_its_process(judge):
    """A raw clone() that leaves out one of the flags of a thread is refused."""
    attack = Path(__file__).parent / "exercise01" / "threads_apart.py"
    source = attack.read_text().replace("import torch\n", "")
    text = source + "\n\ndef f():\n    return 7.0\n\n\ndef g():\n    return 7.0\n"
    value, output = value_of(judge, text)
    assert value == 7.0
    results = [line.split() for line in output.splitlines() if line.startswith("0x")]
    assert len(results) == 10
    refused = {f"-{errno.EPERM}", f"-{errno.EAGAIN}"}
    assert {result for _, result in results} <= refused


def test_threads_still_start(judge):
    text = """
        import threading
        from concurrent.futures import ThreadPoolExecutor

        def f():
            with ThreadPoolExecutor(4) as pool:
                return float(sum(pool.map(int, "1234")))
    """
    assert value_of(judge, text)[0] == 10.0
