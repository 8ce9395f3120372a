"""What tests of all parts share."""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grader.__main__ import run_command
from grader.errors import GraderError
from grader.model import RecognisedMistake
from grader.practice.progress import Run
from grader.sandbox.launcher import Launcher

# Before Hypothesis is imported: plug-ins of other packages change what it does.
os.environ.setdefault("HYPOTHESIS_NO_PLUGINS", "1")
# Before torch is: threads gain nothing at these sizes, and take the cores from other processes.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# jsonschema can do without, and the grammars of addresses in it take seconds to read.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

ROOT = Path(__file__).parents[1]
TESTS = Path(__file__).parent
# What `pytest -m quick` runs: folders and modules that start no process but the shared launcher's.
QUICK = (
    "checks", "course", "report", "submission", "grading/test_diagnosis.py",
    "grading/test_recorded_reference.py", "practice/test_hints.py", "practice/test_progress.py",
    "batch/intake/test_discovery.py", "batch/results/test_class_page.py",
    "batch/results/test_results_folder.py", "batch/results/test_summary.py",
    "publishing/pages/test_formulas.py", "publishing/release/test_leak_scan.py",
    "sandbox/test_call.py", "sandbox/processes/test_connection.py",
    "sandbox/processes/test_scratch.py", "sandbox/test_values.py", "sandbox/test_wire.py",
    "test_data.py",
)  # fmt: skip
STARTS_PROCESSES = {
    "course/test_course.py", "course/test_given_keys.py", "course/test_stub.py",
    "practice/test_hints.py", "practice/test_progress.py", "report/formats/test_formats.py",
    "submission/test_parsing.py", "submission/test_stub_state.py",
}  # fmt: skip
# What looks at all processes of the machine, at /tmp, or at a clock is not to run beside itself.
MACHINE_WIDE = (
    "hostile", "sandbox/test_launcher.py", "sandbox/test_stops.py",
    "sandbox/processes/test_scratch.py", "sandbox/test_forged.py",
    "sandbox/confinement/test_cgroup.py", "batch/test_kills.py", "cli/test_main.py",
    "practice/test_grading_service.py",
)  # fmt: skip
MACHINE = "machine"
# The groups that take more than ten seconds, if only in CI; about the longest first.
LONG = (
    MACHINE, "honest/test_honest.py", "test_documents.py", "test_effects.py",
    "notebooks/test_nbgrader.py", "wrong/test_wrong.py", "grading/test_grade.py",
    "pages/test_explore.py", "publishing/test_bundle.py", "portable/test_corpora.py",
    "portable/test_student_path.py", "checks/test_same_reports.py", "batch/jobs/test_executors.py",
    "cli/test_batch.py", "submission/test_parsing.py", "practice/test_notebook_check.py",
    "grading/test_figure.py", "test_three_ways.py", "checks/test_known_findings.py",
    "publishing/test_verify.py", "publishing/release/test_student_course.py", "cli/test_train.py",
    "pages/test_site.py", "notebooks/test_parity.py",
)  # fmt: skip


def pytest_configure() -> None:
    """Let commands that tests start be stopped with Ctrl-C, as on a terminal.

    Whatever a shell starts with `&` or `nohup` ignores it, and so do the processes it starts.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def names_of(below: Path) -> set[str]:
    """What a module is called in the lists above: itself, or the folder that it lies in."""
    return {below.as_posix(), below.parts[0]}


def group_of(below: Path) -> str:
    """What is handed out together: a module, or all that looks at the whole machine."""
    return below.as_posix() if names_of(below).isdisjoint(MACHINE_WIDE) else MACHINE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is quick, and begin with what takes longest: at the end nobody waits for it."""
    for item in items:
        names = names_of(item.path.relative_to(TESTS))
        if not names.isdisjoint(QUICK) and names.isdisjoint(STARTS_PROCESSES):
            item.add_marker(pytest.mark.quick)
    ranks = {name: rank for rank, name in enumerate(LONG)}
    items.sort(key=lambda item: ranks.get(group_of(item.path.relative_to(TESTS)), len(LONG)))


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays: tens of thousands of tests and all of torch."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """What hands out whole modules, so that the fixtures of each run once.

    `--dist loadgroup` would do, but pytest-xdist 3.8 finds no group under pytest 9.2.
    """
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Modules(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(Path(nodeid.partition("::")[0]).relative_to(TESTS.name))

    config.option.loadscopereorder = False  # the order is that of the collection
    return Modules(config, log)


def _load(name: str) -> ModuleType:
    """A module beside this one; pytest's import mode puts no test folder on the path."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def toy() -> ModuleType:
    """The module toy.py: what the toy course is made of."""
    return _load("toy")


@pytest.fixture(scope="session")
def exports() -> ModuleType:
    """The module exports.py: what platforms export of a class."""
    return _load("exports")


@pytest.fixture
def toy_course(toy: ModuleType, tmp_path: Path) -> Path:
    """The root of a toy course with exercise01, in a folder of its own."""
    root: Path = toy.make_course(tmp_path / "course")
    return root


@pytest.fixture(scope="session")
def a_run() -> Callable[..., Run]:
    """`a_run(points=4)`: a run of the toy course's exercise01, as the state remembers it."""

    def run(**facts: Any) -> Run:
        known: dict[str, Any] = {
            "file": "exercises/exercise01/exercise01.py",
            "sha256": "0" * 64,
            "status": "failed",
            "points": 2,
            "max_points": 10,
            "later": 0,
            "when": datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
            "mistakes": (RecognisedMistake("squares", "What is the double of 3?"),),
        }
        return Run(**(known | facts))

    return run


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment in which `python -m grader` is this checkout, with no say on colours."""
    unwanted = ("NO_COLOR", "PYTHONWARNINGS", "COLUMNS", "HYPOTHESIS_NO_PLUGINS")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "OMP_NUM_THREADS": "1"}


@pytest.fixture(scope="session")
def warm() -> ModuleType:
    """The module warm.py: commands that are copied from a process that has imported already."""
    _load("warm_python")
    return _load("warm")


@pytest.fixture(scope="session")
def warm_grade(warm: ModuleType, environment: dict[str, str]) -> Iterator[Any]:
    """The warm process of this system."""
    grade = warm.WarmGrade(environment)
    yield grade
    grade.close()


@pytest.fixture(scope="session")
def warm_python(warm_grade: Any) -> str:
    """The path of a `python` whose programs are copies of the warm process: see warm_python.py."""
    return str(warm_grade.python())


@pytest.fixture(scope="session")
def warm_workers() -> ModuleType:
    """The module warm_workers.py: portable workers that are copied of one that is warm."""
    return _load("warm_workers")


@pytest.fixture
def run_grade(
    toy_course: Path, environment: dict[str, str], warm_grade: Any
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`run_grade("hint", "1")`: the command in the toy course, through pipes."""

    def run(*words: str, cwd: Path = toy_course, **more: str) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = warm_grade.run(
            words, cwd=cwd, env=environment | more
        )
        return done

    return run


@pytest.fixture
def cold_grade(
    toy_course: Path, environment: dict[str, str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Like `run_grade`, in a process that has imported nothing yet."""

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "grader", *words],
            cwd=toy_course,
            env=environment | more,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )

    return run


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    """Where the workers of all submissions come from, in the best confinement that works here."""
    shared = Launcher()
    shared.wait_until_ready()
    yield shared
    shared.close()


class Here(Executor):
    """Grades in this process, which is warm, as a process of its own does."""

    def submit(self, function: Any, *given: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        try:
            future.set_result(function(*given))
        except GraderError as error:
            future.set_exception(error)
        return future


@pytest.fixture
def graded_here(launcher: Launcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let classes, and courses that are proved, be graded in this process.

    Starting others takes longer than the grading.
    """
    from grader.batch.jobs import executor_process, executors
    from grader.publishing import verify, verify_submissions

    monkeypatch.setattr(executor_process, "warm_launcher", lambda: launcher)
    handle = executors.ExecutorHandle(Here(), 1, (), lambda _: None)
    monkeypatch.setattr(executors, "local_pool", lambda _: executors.ExecutorPool(lambda: handle))
    monkeypatch.setattr(verify_submissions, "warm_launcher", lambda: launcher)
    monkeypatch.setattr(verify, "open_processes", lambda *_: (Here(), lambda _: None))


@pytest.fixture
def run_here(
    toy_course: Path,
    graded_here: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Like `run_grade`, in this process: for commands that grade in several others."""
    del graded_here

    def run(*words: str, cwd: Path = toy_course) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(cwd)
        capsys.readouterr()
        code = run_command([*words])
        return subprocess.CompletedProcess([*words], code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def as_notebook() -> Callable[..., bytes]:
    """`as_notebook("x = 1", "x + 1")`: a notebook of these code cells, as a file holds it."""

    def notebook(*sources: str, **facts: Any) -> bytes:
        cells = [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": f"cell-{number}",
                "metadata": {},
                "outputs": [],
                "source": source,
            }
            for number, source in enumerate(sources)
        ]
        known = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        return json.dumps(known | facts).encode()

    return notebook


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are searched to the same end however busy the machine is: the clock ends no search."""
    from grader.grading.lines import search as line_search

    monkeypatch.setattr(line_search, "CPU_SECONDS", 60.0)
    monkeypatch.setattr(line_search, "WALL_SECONDS", 60.0)
