"""The submissions that `grade verify` grades: each submission as a student's would be."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.course.derive import as_notebook, stub_source
from grader.course.hidden_files import REFERENCE, mistake_names, style_names
from grader.grading.processes import warm_launcher
from grader.model import Exercise, Report
from grader.submission.submission import read_submission

# What a stub may return for every number of the right value: no such constant may earn a point.
CONSTANTS = {"zeros": "0.0", "ones": "1.0", "nan": "float('nan')", "a constant": "0.37"}
NOTEBOOKS = ("reference notebook", "stub notebook")


class LostDefault(NamedTuple):
    """The reference with one default value made useless: only a call that relies on it fails."""

    function: str
    parameter: str
    source: str

    @property
    def name(self) -> str:
        """The name of the submission."""
        return f"{self.function} without its default for {self.parameter}"


def mistake_paths(exercise: Exercise) -> tuple[Path, ...]:
    """The files of the known mistakes, in order."""
    return tuple(authored_folder(exercise) / name for name in mistake_names(exercise))


def style_paths(exercise: Exercise) -> tuple[Path, ...]:
    """The files of further right answers, in order."""
    return tuple(authored_folder(exercise) / name for name in style_names(exercise))


def reference_path(exercise: Exercise) -> Path:
    """The file of the reference."""
    return authored_folder(exercise) / REFERENCE


def authored_folder(exercise: Exercise) -> Path:
    """The folder that the author of an exercise writes."""
    assert exercise.authored is not None
    return exercise.authored


def submissions(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """(name, source) of everything that is graded; mistakes and styles go by their paths."""
    reference = reference_path(exercise).read_text("utf-8")
    stub = stub_source(reference)
    yield "reference", reference
    yield "stub", stub
    for name, source in zip(NOTEBOOKS, (reference, stub), strict=True):
        yield name, as_notebook(exercise, source).decode()
    functions = list(exercise.functions)
    for name, number in CONSTANTS.items():
        yield (
            name,
            reference + _CONSTANT.format(functions=functions, result=f"_fill(right, {number})"),
        )
    own_input = _CONSTANT.format(functions=functions, result="_first(arguments, right)")
    yield "its input", reference + own_input
    for lost in lost_defaults(reference, functions):
        yield lost.name, lost.source
    for path in style_paths(exercise):
        yield str(path), path.read_text("utf-8")
    for path in mistake_paths(exercise):
        yield str(path), f"{reference}\n\n{path.read_text('utf-8')}"


def lost_defaults(source: str, functions: Sequence[str]) -> Iterator[LostDefault]:
    """The source once for each default value of a function, with `...` in its place."""
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or node.name not in functions:
            continue
        plain, named = [*node.args.posonlyargs, *node.args.args], node.args.kwonlyargs
        defaults = [*zip(plain[::-1], node.args.defaults[::-1], strict=False)][::-1]
        for parameter, default in [*defaults, *zip(named, node.args.kw_defaults, strict=True)]:
            if default is not None:
                yield LostDefault(node.name, parameter.arg, _without(source, default))


def _without(source: str, node: ast.expr) -> str:
    """The source with `...` in place of an expression."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    lines = source.encode().split(b"\n")  # offsets count bytes
    before, after = lines[node.lineno - 1], lines[node.end_lineno - 1]
    lines[node.lineno - 1 : node.end_lineno] = [
        before[: node.col_offset] + b"..." + after[node.end_col_offset :]
    ]
    return b"\n".join(lines).decode()


def grade_source(exercise: Exercise, source: str, suffix: str, seed: int = 0) -> Report:
    """Grade a text as the file of a student, in a process made for that."""
    from grader.grading.grade import grade  # the process that verifies needs no torch

    launcher = warm_launcher()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{exercise.name}{suffix}")
        path.write_text(source, "utf-8")
        return grade(exercise, read_submission(path, exercise), launcher, seed=seed, lines=False)


# The strongest of all constants: it takes the shape from the right result, and nothing else.
_CONSTANT = """

def _fill(right, number):
    if isinstance(right, torch.Tensor):
        return torch.full_like(right, number, dtype=torch.float64)
    if isinstance(right, dict):
        return {{key: _fill(value, number) for key, value in right.items()}}
    if isinstance(right, tuple):
        return tuple(_fill(value, number) for value in right)
    return set() if isinstance(right, (set, frozenset)) else number


def _first(arguments, right):
    tensors = [item for item in arguments if isinstance(item, (torch.Tensor, int, float))]
    return tuple(tensors) if isinstance(right, tuple) else tensors[0] if tensors else None


def _constant(function):
    def constant(*arguments, **keywords):
        right = function(*arguments, **keywords)
        return {result}

    return constant


for _name in {functions}:
    globals()[_name] = _constant(globals()[_name])
"""
