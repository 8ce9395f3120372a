"""Findings on an exercise, from its folder and from the reports of its own submissions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from grader.course.course import BY_HAND
from grader.course.hidden_files import EXPLANATIONS
from grader.model import Exercise, Report
from grader.publishing.verify_submissions import (
    CONSTANTS,
    authored_folder,
    lost_defaults,
    mistake_paths,
    reference_path,
    style_paths,
)

AUTHORED_FILES = {
    "exercise.toml", "README.md", "figure.py", "figure.png", "effect.py", "reference.py",
    "test_examples.py", "test_hidden.py", "mistakes", "styles", EXPLANATIONS, "explore.py",
    "explore.js", "__pycache__",
}  # fmt: skip
OPTIONAL_FILES = {
    "figure.py", "figure.png", "effect.py", "styles", EXPLANATIONS, "explore.py", "explore.js",
    "__pycache__",
}  # fmt: skip
POINTS = 10


class Finding(Struct, frozen=True):
    """Something in the course that is not as it must be."""

    path: Path
    what: str
    remedy: str


def folder_findings(exercise: Exercise) -> Iterator[Finding]:
    """Files that are missing or stray, and tables that contradict themselves."""
    folder = authored_folder(exercise)
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
    for name in set(_test_names(authored_folder(exercise))) - set(listed):
        yield f"test_{name} is not in the list of checks", "Add it to [[checks]]."


def report_findings(exercise: Exercise, reports: Mapping[str, Report]) -> Iterator[Finding]:
    """Reports that are not what their submissions must get."""
    for name in ("reference", "reference notebook"):
        yield from _failures(exercise, name, reports[name])
    for path in style_paths(exercise):
        yield from _failures(exercise, f"style {path.stem}", reports[str(path)], path)
    for name in ("stub", "stub notebook"):
        yield from _written_checks(exercise, name, reports[name])
    for name in ("stub", "stub notebook", *CONSTANTS, "its input"):
        yield from _gifts(exercise, name, reports[name])
    yield from _default_findings(exercise, reports)
    for path in mistake_paths(exercise):
        yield from _mistake_findings(path, reports[str(path)])


def _default_findings(exercise: Exercise, reports: Mapping[str, Report]) -> Iterator[Finding]:
    """Default values on which no check relies: a student's may be anything."""
    reference = reference_path(exercise).read_text("utf-8")
    for lost in lost_defaults(reference, list(exercise.functions)):
        if reports[lost.name].points == exercise.max_points:
            what = f"no check calls {lost.function} without {lost.parameter}, so any default passes"
            remedy = "Add an example that leaves it out, or give it no default."
            yield Finding(authored_folder(exercise) / "test_hidden.py", what, remedy)


def _failures(
    exercise: Exercise, name: str, report: Report, path: Path | None = None
) -> Iterator[Finding]:
    """Checks that a right answer does not pass; it lies in `path`, the reference's unless given."""
    for result in report.checks:
        if result.outcome != "passed":
            what = f"the {name} does not pass {result.id}: {result.message}"
            remedy = f"Correct the check or the {name.partition(' ')[0]}."
            yield Finding(path or reference_path(exercise), what, remedy)


def _written_checks(exercise: Exercise, name: str, report: Report) -> Iterator[Finding]:
    """Checks that say something else of a stub than that it is not written, or do not count."""
    reference = reference_path(exercise)
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
            yield Finding(authored_folder(exercise) / "test_hidden.py", what, remedy)


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
    names = {name for each in report.explanations for name in each.mistakes}
    if names != {path.stem}:
        seen = ", ".join(sorted(names)) or "nothing"
        remedy = "Add a probe on which it differs from its neighbors, or merge the two."
        yield Finding(path, f"is recognized as {seen}", remedy)


def seed_findings(
    exercise: Exercise, reports: Mapping[tuple[str, int], Report], seeds: int
) -> Iterator[Finding]:
    """Mistakes whose points are a matter of luck."""
    for path in mistake_paths(exercise):
        points = [reports[str(path), seed].points for seed in range(seeds)]
        other = next((seed for seed in range(seeds) if points[seed] != points[0]), None)
        if other is not None:
            what = f"earns {points[0]} points with seed 0 and {points[other]} with seed {other}"
            remedy = "Add an @example on which it always fails the check that decides."
            yield Finding(path, what, remedy)


def stale_index(exercise: Exercise) -> Finding:
    """The finding of an index that is not current."""
    path = authored_folder(exercise) / EXPLANATIONS
    what = "is not what its mistakes make of it today" if path.exists() else "is missing"
    return Finding(path, what, "Run `grade release`.")


def survivors(exercise: Exercise, mistakes: Mapping[str, Report]) -> Iterator[Finding]:
    """Checks that no mistake fails: nobody knows whether they can fail at all."""
    killed = frozenset[str]().union(*map(failed_checks, mistakes.values()))
    for check in exercise.checks:
        if check.id not in killed:
            what = f"no mistake fails the check {check.id}"
            yield Finding(
                authored_folder(exercise) / "mistakes", what, "Write the wrong answer that does."
            )


def failed_checks(report: Report) -> frozenset[str]:
    """The checks that a report says failed."""
    return frozenset(result.id for result in report.checks if result.outcome == "failed")


def _test_names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name.removeprefix("test_")
