"""Where workers come from, and that nothing of them is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader import sandbox
from grader.errors import BrokenEnvironment
from grader.model import Limits
from grader.sandbox import (
    confinement,
    connecting,
    edits,
    wire,
    wire_decoding,
    worker,
    worker_process,
)
from grader.sandbox import launcher as launching
from grader.sandbox.confinement import rlimits
from grader.sandbox.launcher import Launcher
from grader.sandbox.processes import portable

ROOT = Path(launching.__file__).parents[2]
PATIENCE_SECONDS = 30.0
# What of the grader an exec'd worker holds.
EXEC_ED = (
    sandbox, confinement, wire, wire_decoding, worker, worker_process, edits, rlimits, connecting,
)  # fmt: skip

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def processes_below(pid):
    """The processes that descend from `pid`, those that only wait to be reaped left out."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            parents[int(path.parent.name)] = int(parent)
    found = {pid}
    while grown := {child for child, parent in parents.items() if parent in found} - found:
        found |= grown
    return found - {pid}


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pids):
    end = time.monotonic() + PATIENCE_SECONDS
    while any(map(is_running, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    return {pid for pid in pids if is_running(pid)}


# One worker waits, the other loops for ever: it would not notice that the line is dead.
# The request is written out, so that this process does not have to import torch.
HOLDS_WORKERS = """
import sys, time
from grader.model import Limits
from grader.sandbox.launcher import Launcher

def sized(tag, data):
    return tag + len(data).to_bytes(4, "little") + data

def items(tag, count, *data):
    return tag + count.to_bytes(4, "little") + b"".join(data)

name, source = sized(b"S", b"exercise01.py"), sized(b"B", b"while True: pass")
files = items(b"M", 1, name, source)
request = items(b"L", 3, sized(b"S", b"load"), sized(b"S", b"exercise01"), files)
launcher = Launcher(sys.argv[1])
waiting, busy = launcher.worker(Limits()), launcher.worker(Limits())
busy.send(sized(b"", request), time.monotonic() + 10)
print(waiting.box.parent, flush=True)
time.sleep(1000)
"""


@needs_proc
@pytest.mark.parametrize("tier", ["auto", "process"])
def test_zygote_and_workers_end_when_the_grader_is_killed(tier):
    grader = subprocess.Popen(
        [sys.executable, "-c", HOLDS_WORKERS, tier], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    with grader:
        folder = Path(grader.stdout.readline().strip())
        assert folder.is_absolute()
        below = processes_below(grader.pid)
        assert len(below) >= 3  # the zygote and two workers at least
        grader.send_signal(signal.SIGKILL)
    assert not wait_until_gone(below)
    shutil.rmtree(folder)  # nobody was left to do it


@needs_proc
def test_close_ends_all_processes_and_removes_all_files():
    before = processes_below(os.getpid())
    launcher = Launcher()
    workers = [launcher.worker(Limits()) for _ in range(2)]
    folder = workers[0].box.parent
    below = processes_below(os.getpid()) - before
    assert len(below) >= 3
    workers[0].kill()
    assert not workers[0].box.exists()
    assert workers[1].box.is_dir()
    launcher.close()
    workers[1].kill()
    assert not folder.exists()
    assert not wait_until_gone(below)


def test_workers_have_boxes_of_their_own(launcher):
    workers = [launcher.worker(Limits()) for _ in range(2)]
    assert workers[0].box != workers[1].box
    for started in workers:
        started.kill()


def test_interpreter_that_does_not_start_is_a_broken_environment(monkeypatch, tmp_path):
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    launcher = Launcher()
    try:
        with pytest.raises(BrokenEnvironment):
            launcher.worker(Limits())
    finally:
        launcher.close()


def test_worker_is_exec_ed_where_forking_is_not_safe(monkeypatch, make_student, tmp_path):
    monkeypatch.setattr(launching, "FORKS", False)
    monkeypatch.setattr(portable, "is_root", lambda: False)  # or it becomes another user
    launcher = Launcher()
    try:
        student = make_student(
            f"""
            import os
            import sys

            OURS = {{{", ".join(repr(module.__name__) for module in EXEC_ED)}}}


            def f():
                return os.getpid() == os.getsid(0)


            def g():
                ours = {{name for name in sys.modules if name.startswith("grader")}}
                return 1.0 if ours == OURS | {{"grader"}} else float(len(ours))
            """,
            tmp_path,
            launcher=launcher,
        )
        folder = student._session.worker.box.parent
        assert launcher.isolation == "process"
        assert student.g() == 1.0
        student.close()
    finally:
        launcher.close()
    assert not folder.exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid(), reason="needs root on Linux")
def test_root_gives_its_rights_up_where_nothing_else_confines(open_student):
    """But for an interpreter that lies where only root can read it."""
    launcher = Launcher("process")
    source = "import os\n\n\ndef f(): return float(os.getuid())"
    user = open_student(source, launcher=launcher).f()
    launcher.close()
    assert (user == 0) == (_is_closed(Path(sys.executable).resolve()))


def _is_closed(path: Path) -> bool:
    return any(not folder.stat().st_mode & 0o001 for folder in path.parents)
