"""The worker for systems without fork: limits, time-outs, output, and what is left of it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import BrokenEnvironment
from grader.model import Limits
from grader.sandbox import wire
from grader.sandbox.confinement.users import known_user
from grader.sandbox.failures import StudentStopped
from grader.sandbox.launcher import Launcher
from grader.sandbox.processes import isolated, portable, portable_worker, scratch
from grader.sandbox.processes.portable import PortableStarter
from grader.sandbox.processes.portable_worker import PortableWorker
from grader.sandbox.processes.remote import MAX_OUTPUT_BYTES


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Launcher]:
    """Workers that are exec'd, whatever the system."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADE_WORKER", "portable")
        launcher = Launcher()
    with launcher:  # the variable is gone: launchers of other tests are none of these
        yield launcher


def test_choice_is_made_by_the_environment(elsewhere):
    worker = elsewhere.worker(Limits())
    try:
        assert isinstance(worker, PortableWorker)
        assert elsewhere.isolation == "process"
        assert "GRADE_WORKER" in elsewhere.reasons["full"]
    finally:
        worker.kill()
    assert not worker.box.exists()
    assert not worker._output_path.exists()
    assert worker.process.poll() is not None


def test_keys_and_addresses_are_fresh(tmp_path):
    workers = [PortableWorker(tmp_path) for _ in range(2)]
    try:
        assert len({worker._key for worker in workers}) == 2
        assert len({worker._address for worker in workers}) == 2
        assert all(len(worker._key) == 32 for worker in workers)
        for worker in workers:
            assert worker._key.hex() not in " ".join(worker.process.args)
    finally:
        for worker in workers:
            worker.kill()
    assert not any(tmp_path.iterdir())


def test_worker_is_met_where_the_folder_has_a_long_name(tmp_path):
    """A socket's path has about a hundred bytes; temporary folders may have more."""
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    worker = PortableWorker(folder)
    try:
        worker.connect(time.monotonic() + 60)
    finally:
        worker.kill()
    assert not any(folder.iterdir())
    assert not Path(worker._address).exists()


def test_endless_loop_is_stopped_and_a_new_worker_goes_on(make_student, tmp_path, elsewhere):
    source = """
    import os

    def f():
        while True:
            pass

    def g():
        print("x" * 200_000)
        os.write(1, b"past the bound")
        return 1.0
    """
    student = make_student(source, tmp_path, launcher=elsewhere, call_seconds=0.3)
    with student:
        start = time.monotonic()
        assert student.g() == 1.0
        first = student._session.worker.pid
        with pytest.raises(StudentStopped) as stopped:
            student.f()
        assert stopped.value.limit
        assert student.g() == 1.0
        assert student._session.worker.pid != first
        assert time.monotonic() - start < 120
        assert len(student.output.encode()) == MAX_OUTPUT_BYTES


def test_worker_that_ends_is_told_by_its_exit_code(make_student, tmp_path, elsewhere):
    source = "import os\n\ndef f(): os._exit(7)\n"
    student = make_student(source, tmp_path, launcher=elsewhere)
    with student, pytest.raises(StudentStopped, match="7"):
        student.f()


def test_box_and_output_are_measured(tmp_path, monkeypatch):
    worker = PortableWorker(tmp_path)
    try:
        assert not worker._is_too_full()
        monkeypatch.setattr(scratch, "MAX_BYTES", 3 * scratch.MIN_ENTRY_BYTES)
        worker._output_path.write_bytes(b"x" * (scratch.MAX_BYTES + 1))
        assert worker._is_too_full()
        worker._output_path.write_bytes(b"")
        (worker.box / "file").write_bytes(b"x" * (scratch.MAX_BYTES + 1))
        assert worker._is_too_full()
    finally:
        worker.kill()


def test_confinement_that_cannot_be_had_is_refused(monkeypatch):
    monkeypatch.setenv("GRADE_WORKER", "portable")
    for given in ({"tier": "full"}, {"holds_course_key": True}):
        with Launcher(**given) as launcher, pytest.raises(BrokenEnvironment):
            launcher.wait_until_ready()


def test_message_holds_a_frame_of_the_wire():
    assert portable_worker.MAX_MESSAGE_BYTES == wire.MAX_FRAME_BYTES + 4


def test_worker_ends_with_the_grader(elsewhere):
    worker = elsewhere.worker(Limits())
    worker.process.stdin.close()  # as the system does when the grader is gone
    try:
        assert worker.has_ended(10)
    finally:
        worker.kill()


def test_environment_of_the_grader_stays_with_it(monkeypatch):
    monkeypatch.setenv("GRADE_KEY", "secret")
    monkeypatch.setenv("SYSTEMROOT", r"C:\Windows")
    given = isolated.environment()
    assert "GRADE_KEY" not in given
    assert given["SYSTEMROOT"] == r"C:\Windows"
    assert set(given) <= {
        *isolated.KEPT,
        *isolated.KEPT_ELSEWHERE,
        "PATH",
        "LANG",
        "OMP_NUM_THREADS",
    }


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="a folder of the system's own")
def test_abandoned_folder_of_a_portable_grader_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    folder, lock = scratch.make_folder()
    os.close(lock)
    old = time.time() - 2 * scratch.NEW_SECONDS
    os.utime(folder, (old, old))
    other, lock = scratch.make_folder()
    os.close(lock)
    assert (folder.exists(), other.exists()) == (False, True)
    assert Path(other, scratch.SENTINEL).exists()


AS_USER = Path(__file__).parents[2] / "hostile" / "as_user.py"
CHECKOUT = Path(__file__).parents[3]
IS_ROOT = sys.platform == "linux" and os.geteuid() == 0
ASKS_WHO = """
import os, time
from grader.model import Limits
from grader.sandbox import wire
from grader.sandbox.launcher import Launcher

SOURCE = b'''
import os, json

def f():
    ids = [*os.getresuid(), *os.getresgid(), *os.getgroups()]
    try:
        os.setuid(0)
    except PermissionError:
        ids.append(-1)
    with open("own", "w") as file:
        file.write("7")
    import wave  # from the library, which this user reads
    return ids
'''
with Launcher() as launcher:
    worker = launcher.worker(Limits())
    for request in (["load", "s", {"s.py": SOURCE}], ["call", "f", (), {}, False, None]):
        end = time.monotonic() + 60
        worker.send(wire.frame(request), end)
        reply = wire.decode(worker.receive(wire.frame_length(worker.receive(4, end)), end))
        assert reply[0] == "ok", reply
    box = worker.box
    print(sorted({int(number) for number in reply[1][0]}), launcher.reasons["full"])
    worker.kill()
    assert not box.exists()
"""


@pytest.mark.skipif(not IS_ROOT, reason="becoming another user takes root")
def test_submission_is_not_root_where_the_grader_is(environment, tmp_path):
    readable = [sys.base_prefix, sys.prefix, str(CHECKOUT), str(tmp_path)]
    done = subprocess.run(
        [sys.executable, AS_USER, "0", *readable, "--", sys.executable, "-c", ASKS_WHO],
        env=environment | {"GRADE_WORKER": "portable", "TMPDIR": str(tmp_path)},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if "unshare: " in done.stderr:
        pytest.skip("no mount namespace of our own")
    user = known_user()
    assert done.stdout == f"[-1, {user}] GRADE_WORKER=portable does without\n", done.stderr


@pytest.mark.parametrize("tier", ["auto", "process"])
@pytest.mark.parametrize("chosen", [True, False])
def test_submission_is_root_only_where_that_is_asked_for(monkeypatch, tmp_path, tier, chosen):
    """An interpreter in a closed folder can be read by no other user."""
    monkeypatch.setattr(portable, "is_root", lambda: True)
    monkeypatch.setattr(portable, "hidden_from_others", lambda: "/root")
    monkeypatch.setenv("GRADE_WORKER", "portable" if chosen else "")
    starter = PortableStarter(io.BytesIO(), tmp_path, tier)
    if tier == "process" or chosen:
        assert "run as root, for /root is closed" in starter.confinement()[1]["full"]
    else:
        with pytest.raises(BrokenEnvironment, match="would run as root, for /root is closed"):
            starter.confinement()
