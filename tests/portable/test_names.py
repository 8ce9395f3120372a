"""No module on a student's path names what POSIX systems alone have, but where that is asked for.

Guarded is what stands behind `hasattr` or a question for the system, and an import that is tried.
Modules that only a system with fork imports may name it in functions; those that confine, too.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "grader"
SPEC = importlib.util.spec_from_file_location("elsewhere", Path(__file__).with_name("elsewhere.py"))
ELSEWHERE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(ELSEWHERE)
BLOCKED, GONE = ELSEWHERE.BLOCKED, ELSEWHERE.GONE
# What Linux alone imports, or what alone knows a terminal of POSIX: functions may use it.
FORKING = {
    *(f"sandbox/confinement/{name}.py" for name in ("cgroup", "refusals", "seccomp", "syscalls")),
    "sandbox/confinement/tiers.py", "sandbox/processes/connection.py",
    "sandbox/processes/forking.py", "sandbox/processes/zygotes.py", "sandbox/forked_workers.py",
}  # fmt: skip
# Functions of other modules that only such a system calls, and who asks before they are called.
ASKED_BEFORE = {
    ("cli/watch.py", "_unbuffered_keys"): "_open_view",
    ("grading/deadline.py", "limit_memory"): "sys.platform",
    ("grading/processes.py", "uninterrupted"): 'if not hasattr(signal, "pthread_sigmask")',
    ("sandbox/edits.py", "_heard_alarm"): "if not HAS_ALARMS",
    ("sandbox/zygote.py", "_lift_memory_limit"): "sys.platform",
    ("sandbox/confinement/rlimits.py", "held_bytes"): "sys.platform",
    ("sandbox/processes/portable_worker.py", "__init__"): "if user is not None",
}
FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def named(node: ast.AST) -> Iterator[str]:
    """What of POSIX alone one node names."""
    if isinstance(node, ast.Import):
        yield from (item.name for item in node.names if item.name.split(".")[0] in BLOCKED)
    elif isinstance(node, ast.ImportFrom) and node.module:
        if node.module.split(".")[0] in BLOCKED:
            yield node.module
        gone = GONE.get(node.module, set())
        yield from (f"{node.module}.{item.name}" for item in node.names if item.name in gone)
    elif isinstance(node, ast.Attribute) and node.attr in GONE.get(ast.unparse(node.value), ()):
        yield ast.unparse(node)


def is_guard(test: ast.AST) -> bool:
    text = ast.unparse(test)
    return any(word in text for word in ("hasattr(", "sys.platform", "has_alarm", "HAS_ALARMS"))


def unguarded(node: ast.AST, function: str = "") -> Iterator[tuple[str, str]]:
    """(function, name) of what is named outside a guard."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        function = node.name
    if isinstance(node, (ast.If, ast.IfExp)) and is_guard(node.test):
        return
    if isinstance(node, ast.BoolOp) and is_guard(node.values[0]):
        return
    if isinstance(node, ast.Try) and any(
        handler.type is not None and "ImportError" in ast.unparse(handler.type)
        for handler in node.handlers
    ):
        return
    yield from ((function, name) for name in named(node))
    for child in ast.iter_child_nodes(node):
        yield from unguarded(child, function)


@pytest.mark.parametrize("file", FILES)
def test_names_of_posix_alone_are_guarded(file):
    found = set(unguarded(ast.parse((PACKAGE / file).read_text("utf-8"))))
    if file in FORKING:
        found = {(function, name) for function, name in found if not function}
    left = {(function, name) for function, name in found if (file, function) not in ASKED_BEFORE}
    assert not left


def test_those_who_are_asked_before_exist_and_are_asked():
    for (file, function), guard in ASKED_BEFORE.items():
        text = (PACKAGE / file).read_text("utf-8")
        assert f"def {function}(" in text
        assert guard in text


def test_forking_modules_are_imported_where_forking_is_chosen_alone():
    launcher = ast.parse((PACKAGE / "sandbox" / "launcher.py").read_text("utf-8"))
    at_import = [node.module for node in launcher.body if isinstance(node, ast.ImportFrom)]
    forking = {f"grader.sandbox.processes.{name}" for name in ("forking", "connection")}
    assert all(importlib.util.find_spec(name) for name in forking)
    assert not forking & set(at_import)


@pytest.mark.parametrize(
    "source",
    [
        "import signal\nsignal.SIGKILL",
        "import fcntl",
        "from os import fork",
        "import socket\ndef f():\n    return socket.AF_UNIX",
    ],
)
def test_unguarded_name_is_found(source):
    assert list(unguarded(ast.parse(source)))
