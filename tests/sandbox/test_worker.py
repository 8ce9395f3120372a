"""What lies in the process of a submission: the wire, the worker, and nothing to be read."""

from __future__ import annotations

import os
import pkgutil
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
import torch

import grader
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

# The wire, the worker, and what makes and confines its process; the packages around them are
# empty. Names are taken from the modules themselves, so that a new name is not missed here.
PACKAGES = {module.__name__ for module in (grader, sandbox, confinement)}
SERVING = {module.__name__ for module in (wire, wire_decoding, worker, edits)}
MAKING = {module.__name__ for module in (forked_workers, worker_process)}
CONFINING = {
    module.__name__ for module in (refusals, rlimits, root_folder, seccomp, syscalls, tiers, users)
}
OURS = PACKAGES | SERVING | MAKING | CONFINING
REST = {module.name for module in pkgutil.walk_packages(grader.__path__, "grader.")} - OURS
JUDGES = {"pytest", "_pytest", "hypothesis", "msgspec", "click", "rich", "tomllib", "nbformat"}
ROOT = Path(grader.__file__).parents[1]


def names_of(open_student, expression, *imports):
    lines = [
        *(f"import {name}" for name in imports),
        "",
        "",
        "def names():",
        f"    return {expression}",
    ]
    return open_student("\n".join(lines) + "\n").names()


def test_worker_holds_no_more_of_the_grader_than_the_sandbox(open_student):
    loaded = names_of(open_student, "set(list(sys.modules)[:4000])", "sys")
    ours = {name for name in loaded if name.split(".")[0] == "grader"}
    assert SERVING <= ours <= OURS
    assert not JUDGES & {name.split(".")[0] for name in loaded}
    assert not any(
        "exercise" in name or "test_" in name
        for name in loaded - {"exercise01"}
        if "torch" not in name
    )


def test_packages_of_ours_hold_no_more_than_a_check_that_does_nothing(open_student):
    own = {name.rpartition(".")[2] for name in OURS}
    for package in PACKAGES:
        held = names_of(open_student, f"set(vars(sys.modules['{package}']))", "sys")
        public = {name for name in held if not name.startswith("__")}
        assert public <= own | {"check"}


def test_rest_of_the_grader_cannot_be_imported_there(open_student):
    source = f"""
        import importlib


        def names():
            found = set()
            for name in {sorted(REST)}:
                try:
                    importlib.import_module(name)
                except ImportError:
                    continue
                found.add(name)
            return found
    """
    assert len(REST) > 50
    assert open_student(source).names() == frozenset()


def test_environment_there_says_nothing_about_the_machine(open_student, monkeypatch):
    monkeypatch.setenv("GRADE_KEY", "secret")
    held = names_of(open_student, "{f'{k}={v}' for k, v in os.environ.items()}", "os")
    assert not any(str(ROOT) in entry or "GRADE" in entry for entry in held)
    assert {entry.partition("=")[0] for entry in held} <= {
        "PATH", "HOME", "LANG", "LC_CTYPE", "TMPDIR", "MPLBACKEND", "MPLCONFIGDIR",
        "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
        "PYTHONDONTWRITEBYTECODE", "TORCHDYNAMO_DISABLE", "CUDA_VISIBLE_DEVICES",
    }  # fmt: skip


def test_course_is_not_on_the_path_there(open_student):
    path = names_of(open_student, "set(map(str, sys.path))", "sys")
    assert str(ROOT) not in path
    assert "" not in path


def test_worker_has_its_own_folder_and_only_its_own_descriptors(open_student):
    source = """
        import os


        def open_descriptors():
            for number in range(64):
                try:
                    yield number, os.fstat(number).st_mode
                except OSError:
                    continue


        def names():
            return {f"{number} {mode >> 12}" for number, mode in open_descriptors()}


        def table():
            return {"mean": len(os.listdir()), "std": os.listdir() == ["exercise01.py"]}
    """
    student = open_student(source)
    kinds = {entry.split()[1] for entry in student.names()}
    assert kinds == {"2", "1", "12"}  # /dev/null, the output's pipe, the line
    assert sum(entry.endswith(" 12") for entry in student.names()) == 1


def test_torch_there_runs_on_one_thread(open_student):
    source = "import torch\n\n\ndef g(): return torch.get_num_threads()\n"
    assert open_student(source).g() == 1


def test_worker_is_another_process_in_a_group_of_its_own(open_student, open_launcher):
    source = "import os\n\n\ndef f(): return [os.getpid(), os.getsid(0), os.getpgid(0)]\n"
    pid, session, group = map(int, open_student(source, launcher=open_launcher).f().tolist())
    assert pid == session == group != os.getpid()


EDITS = """
import itertools, torch

_edit = 0

def f(x):
    if _edit == 1:
        return x * 3
    while _edit == 2:
        x = x + 1
    if _edit == 3:
        for _ in itertools.count():
            pass
    if _edit == 4:
        [0 for _ in itertools.count()]
    if _edit == 5:
        return f(x) if x is None else g(x)
    if _edit == 6:
        raise ValueError
    return torch.nn.functional.softmax(x, 0)

def g(x):
    while True:
        h(x)

def h(x):
    return x
"""
ENDLESS = (2, 3, 4, 5)


@pytest.mark.parametrize("has_alarms", [True, False])
def test_edit_that_never_ends_is_given_up_on_any_system(monkeypatch, has_alarms):
    if has_alarms and not edits.HAS_ALARMS:
        pytest.skip("this system has no alarms")
    monkeypatch.setattr(edits, "HAS_ALARMS", has_alarms)
    module = ModuleType("edited")
    module.__file__ = "edited.py"
    exec(compile(EDITS, "edited.py", "exec"), vars(module))
    x = torch.ones(3)
    tracer, start = sys.gettrace(), time.process_time()
    spent, found = edits.try_edits(module, "_edit", [0, 1, 2, 3, 4, 5, 6, 1], "f", (x,), {}, 9.0)
    taken = time.process_time() - start
    values = [wire.decode(value).tolist() if value else None for value in found]
    third = pytest.approx([1 / 3] * 3)
    assert values == [third, [3.0] * 3, None, None, None, None, None, [3.0] * 3]
    # The system counts in ticks: an alarm may come a little early.
    assert 0.5 * len(ENDLESS) * edits.MAX_EDIT_SECONDS < spent <= taken < 2
    assert sys.gettrace() is tracer


@pytest.mark.parametrize("has_alarms", [True, False])
def test_time_for_all_edits_together_ends_them(monkeypatch, has_alarms):
    if has_alarms and not edits.HAS_ALARMS:
        pytest.skip("this system has no alarms")
    monkeypatch.setattr(edits, "HAS_ALARMS", has_alarms)
    module = ModuleType("edited")
    module.__file__ = "edited.py"
    exec(compile(EDITS, "edited.py", "exec"), vars(module))
    spent, found = edits.try_edits(module, "_edit", [2] * 50, "f", (torch.ones(3),), {}, 0.12)
    assert 0 < len(found) < 10
    assert 0.12 <= spent < 2
