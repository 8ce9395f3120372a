"""Tells files of checks whose findings follow from the replies alone, as far as can be seen.

A check that reads the clock, or what an earlier submission left in its module, may find another
thing on the same replies. Such a file is judged anew for every submission.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from hypothesis.strategies import SearchStrategy

from grader.checks.example_copies import as_bytes
from grader.sandbox.exercise_functions import ExerciseFunctions

MAX_FILES = 64  # of which it is kept
# Packages in which nothing changes by itself; random numbers are looked at apart.
CLOSED_PACKAGES = frozenset((
    "__future__", "collections", "dataclasses", "grader", "hypothesis", "itertools", "math",
    "numpy", "operator", "string", "torch", "typing",
))  # fmt: skip
OPEN_BUILTINS = frozenset(
    ("__import__", "eval", "exec", "globals", "input", "open", "setattr", "vars")
)
# What holds no data, or none that a check changes.
CODE = (FunctionType, BuiltinFunctionType, ModuleType, SearchStrategy, type, type(annotations))


@lru_cache(MAX_FILES)
def is_closed(text: str) -> bool:
    """True if a file of checks imports nothing that changes by itself, and keeps no state."""
    try:
        return is_closed_tree(ast.parse(text))
    except (SyntaxError, ValueError):  # the author is told elsewhere
        return False


def is_closed_tree(tree: ast.Module) -> bool:
    """The same of a module that has been parsed."""
    nodes = list(ast.walk(tree))
    if any(isinstance(node, (ast.Global, ast.Nonlocal)) for node in nodes):
        return False
    if any(isinstance(node, ast.Name) and node.id in OPEN_BUILTINS for node in nodes):
        return False
    return all(name in CLOSED_PACKAGES for node in nodes for name in _packages(node))


@lru_cache(MAX_FILES)
def reads_exceptions(text: str) -> bool:
    """True if a file may look at what an exception of a submission says, not only at its kind."""
    return any(
        isinstance(node, ast.ExceptHandler)
        or (isinstance(node, ast.Attribute) and node.attr in ("failure", "observe_call"))
        or (isinstance(node, ast.Name) and node.id == "getattr")
        for node in ast.walk(ast.parse(text))
    )


def _packages(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield (node.module or "").partition(".")[0] if not node.level else "."


def data_of(modules: Iterable[ModuleType]) -> bytes | None:
    """The data that modules hold, to see whether they change it; None where that cannot be seen."""
    data = {
        f"{module.__name__} {name}": value
        for module in modules
        for name, value in vars(module).items()
        if not name.startswith("__") and not isinstance(value, CODE)
    }
    return as_bytes(data)


class WatchedStudent(ExerciseFunctions):
    """The student as a check has it: it is seen when more than replies are read.

    Attributes:
        reads_more: whether that has happened.
    """

    def __init__(self, student: ExerciseFunctions) -> None:
        super().__init__(student.exercise)
        self.reads_more = False
        self._student = student
        self.observe_call = student.observe_call  # type: ignore[method-assign]

    def parameters_of(self, function: str) -> tuple[str, ...]:
        """The names of the positional parameters of a function, as the submission calls them."""
        self.reads_more = True
        return self._student.parameters_of(function)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in self.exercise.functions:
            return super().__getattr__(name)
        value = getattr(self._student, name)
        self.reads_more = True  # Hypothesis asks for names that no student has
        return value
