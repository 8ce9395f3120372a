"""The course proves itself: every stub fails, every reference passes, every mistake is known.

For each exercise a few dozen submissions are made from its own folder (the reference and the
stub, as files and as notebooks, constants in the reference's shapes, each mistake) and graded as a
student's would be; what is not as it should be becomes a finding, with its file and the remedy.
"""

from __future__ import annotations

import ast
import multiprocessing
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from msgspec import Struct

from grader.course.course import BY_HAND
from grader.course.derive import as_notebook, stub_source
from grader.grading.bank import mistake_paths
from grader.grading.grade import grade
from grader.model import Exercise, Report
from grader.sandbox.launcher import Launcher
from grader.submission.submission import read_submission

AUTHORED_FILES = {
    "exercise.toml", "README.md", "figure.py", "figure.png", "effect.py", "reference.py",
    "test_examples.py", "test_hidden.py", "mistakes", "explore.py", "explore.js", "__pycache__",
}  # fmt: skip
OPTIONAL_FILES = {
    "figure.py", "figure.png", "effect.py", "explore.py", "explore.js", "__pycache__",
}  # fmt: skip
# What a stub may return for every number of the right value: no such constant may earn a point.
CONSTANTS = {"zeros": "0.0", "ones": "1.0", "nan": "float('nan')", "a constant": "0.37"}
POINTS = 10
NOTEBOOKS = ("reference notebook", "stub notebook")


class Finding(Struct, frozen=True):
    """Something in the course that is not as it must be."""

    path: Path
    what: str
    remedy: str


class Proof(Struct, frozen=True):
    """What verifying one exercise showed."""

    exercise: Exercise
    findings: tuple[Finding, ...]
    kills: Mapping[str, frozenset[str]]  # mistake → the checks that it fails
    reports: int


def verify_exercise(exercise: Exercise, executor: Executor, done: Callable[[], None]) -> Proof:
    """Grade everything that the folder of an exercise holds; calls `done` after each report."""
    assert exercise.authored is not None
    sources = dict(_submissions(exercise))
    futures = {
        name: executor.submit(_grade, exercise, text, ".ipynb" if name in NOTEBOOKS else ".py")
        for name, text in sources.items()
    }
    reports: dict[str, Report] = {}
    for name, future in futures.items():
        reports[name] = future.result()
        done()
    mistakes = {path.stem: reports[str(path)] for path in mistake_paths(exercise)}
    findings = [*_folder_findings(exercise), *_report_findings(exercise, reports)]
    findings += _survivors(exercise, mistakes)
    kills = {name: _failed(report) for name, report in mistakes.items()}
    return Proof(exercise, tuple(findings), kills, len(reports))


def open_executor(jobs: int) -> ProcessPoolExecutor:
    """Processes that grade, each with a zygote of its own."""
    # Spawned, never forked: this process holds torch.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, context, initializer=_open_launcher)


def count_submissions(exercise: Exercise) -> int:
    """How many reports verifying the exercise takes."""
    return 3 + len(NOTEBOOKS) + len(CONSTANTS) + len(mistake_paths(exercise))


# --------------------------------------------------------------------------- submissions


def _submissions(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """(name, source) of everything that is graded; mistakes go by their path."""
    reference = _reference_path(exercise).read_text("utf-8")
    stub = stub_source(reference)
    yield "reference", reference
    yield "stub", stub
    for name, source in zip(NOTEBOOKS, (reference, stub), strict=True):
        yield name, as_notebook(exercise, source).decode()
    for name, number in CONSTANTS.items():
        yield (
            name,
            reference
            + _CONSTANT.format(
                functions=list(exercise.functions), result=f"_fill(right, {number})"
            ),
        )
    yield (
        "its input",
        reference
        + _CONSTANT.format(functions=list(exercise.functions), result="_first(arguments, right)"),
    )
    for path in mistake_paths(exercise):
        yield str(path), f"{reference}\n\n{path.read_text('utf-8')}"


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

_launcher: Launcher | None = None


def _open_launcher() -> None:
    global _launcher  # one zygote for each grading process, as warm as the process itself
    _launcher = Launcher()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Leave nothing behind when the command is killed: the zygote ends with its grader."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _grade(exercise: Exercise, source: str, suffix: str) -> Report:
    assert _launcher is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{exercise.name}{suffix}")
        path.write_text(source, "utf-8")
        return grade(exercise, read_submission(path, exercise), _launcher)


# --------------------------------------------------------------------------------- findings


def _folder_findings(exercise: Exercise) -> Iterator[Finding]:
    folder = _folder(exercise)
    for path in sorted(folder.iterdir()):
        if path.name not in AUTHORED_FILES:
            yield Finding(path, "is a stray file", "Delete it, or move it out of the exercise.")
    for name in sorted(AUTHORED_FILES - OPTIONAL_FILES):
        if not (folder / name).exists():
            yield Finding(folder / name, "is missing", "docs/authors.md says what it holds.")
    for what, remedy in _table_findings(exercise):
        yield Finding(folder / "exercise.toml", what, remedy)


def _table_findings(exercise: Exercise) -> Iterator[tuple[str, str]]:
    if exercise.max_points != POINTS:
        yield f"the points sum to {exercise.max_points}, not {POINTS}", "Change the points."
    listed = [check.id for check in exercise.checks]
    for check in exercise.checks:
        late = set(check.needs) - set(listed[: listed.index(check.id)])
        for need in sorted(late):
            yield f"{check.id} needs {need}, which does not run before it", "Change the order."
    for name in set(_test_names(_folder(exercise))) - set(listed):
        yield f"test_{name} is not in the list of checks", "Add it to [[checks]]."


def _report_findings(exercise: Exercise, reports: Mapping[str, Report]) -> Iterator[Finding]:
    for name in ("reference", "reference notebook"):
        yield from _failures(exercise, name, reports[name])
    for name in ("stub", "stub notebook"):
        yield from _written_checks(exercise, name, reports[name])
    for name in ("stub", "stub notebook", *CONSTANTS, "its input"):
        yield from _gifts(exercise, name, reports[name])
    for path in mistake_paths(exercise):
        yield from _mistake_findings(path, reports[str(path)])


def _failures(exercise: Exercise, name: str, report: Report) -> Iterator[Finding]:
    for result in report.checks:
        if result.outcome != "passed":
            what = f"the {name} does not pass {result.id}: {result.message}"
            yield Finding(_reference_path(exercise), what, "Correct the check or the reference.")


def _written_checks(exercise: Exercise, name: str, report: Report) -> Iterator[Finding]:
    """Checks that say something else of a stub than that it is not written, or do not count."""
    reference = _reference_path(exercise)
    for result in report.checks:
        if result.reason != "not_written":
            what = f"on the {name} {result.id} says '{result.message}', not that it is not written"
            yield Finding(reference, what, "A check must call a function before anything can fail.")
    if report.status != "not_started":
        what = f"the {name} counts as '{report.status}'"
        yield Finding(reference, what, "Mark all of each function as the solution.")


def _gifts(exercise: Exercise, name: str, report: Report) -> Iterator[Finding]:
    """Points, or value checks, that something thoughtless gets."""
    for check, result in zip(exercise.checks, report.checks, strict=True):
        if result.outcome == "passed" and (check.points or not check.needs):
            what = f"{check.id} passes a stub that returns {name}"
            remedy = "Compare with the reference on inputs where no constant is right."
            yield Finding(_folder(exercise) / "test_hidden.py", what, remedy)


def _mistake_findings(path: Path, report: Report) -> Iterator[Finding]:
    failed = [result for result in report.checks if result.outcome == "failed"]
    if not any(result.visibility == "hidden" for result in failed):
        yield Finding(path, "passes every hidden check", "Add the law that it breaks.")
    broken = [result for result in report.checks if result.outcome == "broken"]
    for result in broken:
        what = f"breaks the check {result.id}: {result.message}"
        yield Finding(path, what, "A check must survive any value; correct it.")
    if all(result.id == BY_HAND for result in failed):
        return  # nothing to observe: the message of the check itself advises
    names = {result.mistake.id for result in failed if result.mistake is not None}
    if names != {path.stem}:
        seen = ", ".join(sorted(names)) or "nothing"
        remedy = "Add a probe on which it differs from its neighbours, or merge the two."
        yield Finding(path, f"is recognised as {seen}", remedy)


def _survivors(exercise: Exercise, mistakes: Mapping[str, Report]) -> Iterator[Finding]:
    """Checks that no mistake fails: nobody knows whether they can fail at all."""
    killed = frozenset[str]().union(*map(_failed, mistakes.values()))
    for check in exercise.checks:
        if check.id not in killed:
            what = f"no mistake fails the check {check.id}"
            yield Finding(_folder(exercise) / "mistakes", what, "Write the wrong answer that does.")


def _failed(report: Report) -> frozenset[str]:
    return frozenset(result.id for result in report.checks if result.outcome == "failed")


def _test_names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name.removeprefix("test_")


def _reference_path(exercise: Exercise) -> Path:
    return _folder(exercise) / "reference.py"


def _folder(exercise: Exercise) -> Path:
    assert exercise.authored is not None
    return exercise.authored


# -------------------------------------------------------------------------------- matrix


def matrix(proof: Proof) -> str:
    """The kill matrix as text: a row for each mistake, a column for each check."""
    checks = [check.id for check in proof.exercise.checks]
    width = max(map(len, proof.kills), default=0)
    lines = [f"{number:>{width + 3}}  {name}" for number, name in enumerate(checks, start=1)]
    lines.append(
        " " * (width + 2) + "".join(f"{number:>3}" for number in range(1, len(checks) + 1))
    )
    for mistake, failed in proof.kills.items():
        cells = "".join("  x" if name in failed else "  ." for name in checks)
        lines.append(f"{mistake:<{width + 2}}{cells}")
    totals = [sum(name in failed for failed in proof.kills.values()) for name in checks]
    lines.append(f"{'':<{width + 2}}" + "".join(f"{total:>3}" for total in totals))
    return "\n".join(lines) + "\n"
