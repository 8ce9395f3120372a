"""A class is graded alike by one process, by several of which one dies, and by a cluster."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grader.batch.jobs.executors import cluster_pool
from grader.batch.results.gradebook import Gradebook
from grader.errors import BrokenEnvironment
from grader.sandbox.launcher import Launcher

ANSWERS = ("2 * x", "x * x", "x + 2", "3 * x", "torch.zeros(3)")
SLOW = "import time\n\ntime.sleep(0.2)\n"  # so that there is a middle of the run
STUDENTS = 10
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.fixture(scope="module")
def course(toy: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy course and the folder of a class."""
    root: Path = toy.make_course(tmp_path_factory.mktemp("pool"))
    for number in range(STUDENTS):
        path = root / "class" / f"student{number:02}" / "exercise01.py"
        path.parent.mkdir(parents=True)
        path.write_text(SLOW + toy.answer(ANSWERS[number % len(ANSWERS)]), "utf-8")
    (root / "class" / "student03" / "exercise01.py").write_text("def double(x:")
    return root


@pytest.fixture(scope="module")
def unsafe(launcher: Launcher) -> tuple[str, ...]:
    return ("--unsafe-no-sandbox",) if launcher.isolation == "process" else ()


@pytest.fixture(scope="module")
def run(
    course: Path, environment: dict[str, str], unsafe: tuple[str, ...]
) -> Callable[..., subprocess.Popen[str]]:
    """`run("out", "--jobs", "2")`: the command on the class, begun."""

    def run(out: str, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "grader", "batch", "class", "--out", out, *unsafe, *words],
            cwd=course,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    return run


@pytest.fixture
def alone(
    course: Path, run_here: Callable[..., subprocess.CompletedProcess[str]], unsafe: tuple[str, ...]
) -> dict[str, Any]:
    """What a single process says of everyone: this one."""
    words = ("batch", "class", "--out", "alone", "--jobs", "1", *unsafe)
    assert run_here(*words, cwd=course).returncode == 0
    return reports(course / "alone")


def reports(out: Path) -> dict[str, Any]:
    """The reports in a gradebook, without what is a matter of time."""
    found = {}
    with closing(Gradebook(out / "gradebook.sqlite3")) as book:
        for row in book.newest():
            full = book.report(row.student, row.exercise)
            shown = (out / "reports" / row.student / f"{row.exercise}.json").read_text("utf-8")
            found[row.student] = [_timeless(full), _timeless(json.loads(shown)), row.official]
    assert len(found) == STUDENTS
    return found


def _timeless(report: Any) -> Any:
    from msgspec import to_builtins

    facts = to_builtins(report)
    for part in (facts, *facts["checks"]):
        del part["seconds"]
    return facts


def children_of(pid: int) -> list[int]:
    """The processes that `pid` has started and that still run."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        return []


def graders_of(pid: int) -> list[int]:
    """The processes that grade for the batch `pid`: forks of a server that it has started."""
    servers = [child for child in children_of(pid) if b"forkserver" in _command(child)]
    return [child for server in servers for child in children_of(server)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_class_is_graded_alike_when_a_process_dies(
    course: Path, run: Callable[..., subprocess.Popen[str]], alone: dict[str, Any]
) -> None:
    with run("several", "--jobs", "2") as process:
        assert process.stdout is not None
        process.stdout.readline()
        first, _ = graders_of(process.pid)
        os.kill(first, signal.SIGKILL)
        printed, _ = process.communicate(timeout=120)

    assert process.returncode == 0
    assert f"Graded {STUDENTS} in" in printed
    assert reports(course / "several") == alone


@contextmanager
def dask(
    *words: str, environment: dict[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A command of Dask that runs until it is no more wanted."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.mark.skipif("CLUSTER" not in os.environ, reason="takes 20 s; CI sets CLUSTER")
def test_class_is_graded_alike_by_a_cluster_that_loses_a_machine(
    course: Path,
    run: Callable[..., subprocess.Popen[str]],
    alone: dict[str, Any],
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    pytest.importorskip("distributed")
    options: Any = {"environment": environment, "folder": tmp_path}
    local = ("--host", "127.0.0.1", "--no-dashboard")
    file = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        scheduler = ("scheduler", *local, "--port", "0", "--scheduler-file", str(file))
        stack.enter_context(dask(*scheduler, **options))
        worker = ("worker", "--scheduler-file", str(file), *local, "--nthreads", "1", "--no-nanny")
        first, _ = (stack.enter_context(dask(*worker, **options)) for _ in range(2))
        address = _address(file)
        process = stack.enter_context(run("cluster", "--scheduler", address))
        assert process.stdout is not None
        process.stdout.readline()
        first.kill()
        printed, _ = process.communicate(timeout=120)

    assert process.returncode == 0
    assert f"Graded {STUDENTS} in" in printed
    assert reports(course / "cluster") == alone


def _address(file: Path) -> str:
    end = time.monotonic() + 60
    while not (file.exists() and file.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    address = json.loads(file.read_text())["address"]
    assert isinstance(address, str)
    return address


def test_scheduler_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("grader.batch.jobs.executors.JOIN_SECONDS", 0.3)
    with pytest.raises(BrokenEnvironment, match="No Dask scheduler answers at tcp://127") as caught:
        cluster_pool("tcp://127.0.0.1:9")
    assert "dask scheduler" in caught.value.remedy
