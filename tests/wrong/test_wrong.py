"""Wrong submissions lose points, and only for what is wrong in them; so it is with explanations.

Each file in exerciseNN/ is a whole submission, written from an idea of what people get wrong and
not from the bank of known mistakes. Its header says what is wrong:

    # WRONG: function: what is wrong          one line for each wrong function
    # NAMES: id + id                          where the bank has exactly these mistakes
    # LINES: function 12 14                   the lines of this file that are wrong

A quick run takes every ninth file; WRONG=all in the environment takes all.
"""

from __future__ import annotations

import ast
import functools
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course.course import find_course, load_exercise
from grader.grading.grade import grade
from grader.model import Exercise, Report
from grader.sandbox.launcher import Launcher
from grader.submission.submission import read_submission

CORPUS = Path(__file__).parent
COURSE = find_course(CORPUS)
STEP = 1 if os.environ.get("WRONG") == "all" else 9
FILES = sorted(CORPUS.glob("exercise[0-9][0-9]/*.py"))
# Files that are told other names than their header has, and why that is no false name.
KNOWN_DIFFERENT: dict[str, str] = {}
exercise_called = functools.cache(functools.partial(load_exercise, COURSE))


def name_of(path: Path) -> str:
    """exercise01/no_square"""
    return f"{path.parent.name}/{path.stem}"


def wrong_functions(source: str) -> set[str]:
    """The functions that the header calls wrong."""
    return set(re.findall(r"^# WRONG: (\w+): \S", source, re.MULTILINE))


def known_names(source: str) -> set[str]:
    """The known mistakes that the header says the file has exactly."""
    lines = re.findall(r"^# NAMES: (.+)$", source, re.MULTILINE)
    return {name for line in lines for name in line.split(" + ")}


def wrong_lines(source: str) -> dict[str, list[int]]:
    """The lines that the header calls wrong, by function."""
    found = re.findall(r"^# LINES: (\w+)((?: \d+)+)$", source, re.MULTILINE)
    return {function: [int(line) for line in lines.split()] for function, lines in found}


def names_used(tree: ast.AST, of: set[str]) -> set[str]:
    """Which of these names stand anywhere in a piece of code, also as attributes and texts."""
    seen = set()
    for node in ast.walk(tree):
        for field in ("id", "attr", "value"):
            text = getattr(node, field, None)
            if isinstance(text, str) and text in of:
                seen.add(text)
    return seen


def reachable(definitions: dict[str, ast.AST], start: str) -> set[str]:
    """The definitions that one of them needs, itself included."""
    found, pending = set[str](), [start]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += names_used(definitions[name], set(definitions))
    return found


def definitions_of(source: str) -> dict[str, ast.AST]:
    """What a module defines, by name."""
    tree = ast.parse(source)
    functions: dict[str, ast.AST] = {
        node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            functions[node.targets[0].id] = node
    return functions


def affected(exercise: Exercise, source: str) -> set[str]:
    """The functions that are wrong themselves, or use one that is."""
    wrong, definitions = wrong_functions(source), definitions_of(source)
    return {
        name
        for name in exercise.functions
        if wrong & ({name} | (reachable(definitions, name) if name in definitions else set()))
    }


@functools.cache
def functions_by_check(name: str) -> dict[str, set[str]]:
    """The student's functions that each check of an exercise calls, as its source says."""
    exercise, found = exercise_called(name), {}
    assert exercise.authored is not None
    for path in sorted(exercise.authored.glob("test_*.py")):
        definitions = definitions_of(path.read_text("utf-8"))
        for check in definitions:
            if check.startswith("test_"):
                used = set[str]()
                for needed in reachable(definitions, check):
                    used |= names_used(definitions[needed], set(exercise.functions))
                found[check.removeprefix("test_")] = used
    return found


@pytest.fixture(scope="module")
def graded(launcher: Launcher) -> Callable[[Path], Report]:
    """The report on a file of the corpus, which is graded once."""

    @functools.cache
    def report(path: Path) -> Report:
        exercise = exercise_called(path.parent.name)
        return grade(exercise, read_submission(path, exercise), launcher, shrink=False)

    return report


@pytest.mark.parametrize("path", FILES[::STEP], ids=name_of)
def test_grade_takes_points_for_what_is_wrong_alone(
    path: Path, graded: Callable[[Path], Report]
) -> None:
    exercise = exercise_called(path.parent.name)
    source = path.read_text("utf-8")
    report = graded(path)
    assert report.status in ("failed", "limit"), report.status
    assert report.points < report.max_points
    blamed = affected(exercise, source)
    calls = functions_by_check(path.parent.name)
    failed = {check.id for check in report.checks if check.outcome == "failed"}
    innocent = {name for name in failed if name in calls and not calls[name] & blamed}
    assert innocent == set(), [c.message for c in report.checks if c.id in innocent]
    assert all(check.outcome != "broken" for check in report.checks)


@pytest.mark.parametrize("path", FILES[::STEP], ids=name_of)
def test_only_wrong_functions_are_explained_and_by_no_false_name(
    path: Path, graded: Callable[[Path], Report]
) -> None:
    source = path.read_text("utf-8")
    wrong, names = wrong_functions(source), known_names(source)
    explanations = graded(path).explanations
    assert {one.function for one in explanations} <= wrong
    if names and len(wrong) == 1 and name_of(path) not in KNOWN_DIFFERENT:
        assert {name for one in explanations for name in one.mistakes} <= names
    for one in explanations:
        assert one.text
        assert one.kind != "mistake" or one.mistakes


def test_exceptions_are_files_of_the_corpus_and_have_their_reason() -> None:
    assert set(KNOWN_DIFFERENT) <= {name_of(path) for path in FILES}
    assert all(KNOWN_DIFFERENT.values())


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_header_says_what_is_wrong_and_where(path: Path) -> None:
    exercise, source = exercise_called(path.parent.name), path.read_text("utf-8")
    wrong, lines = wrong_functions(source), wrong_lines(source)
    assert wrong
    assert wrong <= set(exercise.functions)
    assert set(lines) <= wrong
    spans = {
        node.name: range(node.lineno, (node.end_lineno or 0) + 1)
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
    last = len(source.splitlines())
    for function, numbers in lines.items():
        assert function in spans
        assert all(1 <= number <= last for number in numbers)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_names_are_those_of_known_mistakes(path: Path) -> None:
    assert known_names(path.read_text("utf-8")) <= mistakes_of(path.parent.name)


@functools.cache
def mistakes_of(name: str) -> set[str]:
    """The names of an exercise's known mistakes."""
    authored = exercise_called(name).authored
    assert authored is not None
    return {mistake.stem for mistake in (authored / "mistakes").glob("*.py")}
