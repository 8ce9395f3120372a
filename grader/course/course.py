"""The place of the course, and what its exercises ask for.

A course is a folder with `exercises/` (what students get) and, for its authors,
`solutions/` (what they do not). Both are found by path and never imported.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from grader.errors import MalformedExercise, NoCourse, UnknownExercise
from grader.model import ByHand, Check, Exercise, Limits, Returns, Visibility

BY_HAND = "by_hand"
BY_HAND_TITLE = "The solution is written by hand, without shortcuts."
# What decides a grade: where the course is authored, and where it was released.
DECISIVE = (
    "exercise.toml", "reference.py", "test_*.py", "mistakes/*.py",
    "expected.json", "hidden.sealed", "hidden.key",
)  # fmt: skip
TEST_FILES: tuple[tuple[str, Visibility], ...] = (
    ("test_examples.py", "visible"),
    ("test_hidden.py", "hidden"),
)


class Course(msgspec.Struct, frozen=True):
    """A folder that holds exercises."""

    root: Path

    def exercise_names(self) -> tuple[str, ...]:
        """The names of all exercises, in order."""
        tables = [
            table
            for part in ("solutions", "exercises")
            for table in (self.root / part).glob("exercise[0-9][0-9]/exercise.toml")
        ]
        return tuple(sorted({table.parent.name for table in tables}))


class _HintTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hint about one function; about all of them where none is named."""

    text: str
    function: str = ""


class _ExerciseTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """exercise.toml as its author writes it."""

    title: str
    functions: dict[str, Returns]
    hints: tuple[str | _HintTable, ...]
    checks: tuple[Check, ...]
    limits: Limits = Limits()
    by_hand: ByHand | None = None
    after: str = ""


def find_course(start: Path) -> Course:
    """Find the course that the folder `start` lies in.

    Raises:
        NoCourse: neither `start` nor a folder above it holds exercises.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        course = Course(folder)
        if course.exercise_names():
            return course
    raise NoCourse(
        f"There is no course in {start} or above it.",
        "Run the command in the folder that holds 'exercises'.",
    )


def exercise_name(word: str) -> str:
    """Spell `3`, `03` or `Exercise3` as `exercise03`; anything else stays as it is."""
    match = re.fullmatch(r"(?:exercise[ _-]?)?0*(\d{1,2})", word, re.IGNORECASE)
    return f"exercise{int(match[1]):02d}" if match else word


def load_exercise(course: Course, word: str) -> Exercise:
    """Read one exercise of the course, by any spelling of its name.

    Raises:
        UnknownExercise: the course has none of that name; the nearest three are named.
        MalformedExercise: its folder contradicts itself.
    """
    name = exercise_name(word)
    known = course.exercise_names()
    if name not in known:
        raise UnknownExercise(word, _nearest(name, known))
    authored = course.root / "solutions" / name
    released = course.root / "exercises" / name
    source = authored if authored.is_dir() else released
    table = _read_table(source / "exercise.toml")
    hints = [
        ("", hint) if isinstance(hint, str) else (hint.function, hint.text) for hint in table.hints
    ]
    return Exercise(
        name=name,
        title=table.title,
        functions=table.functions,
        checks=tuple(_described(table, source)),
        hints=tuple(text for function, text in hints if not function),
        function_hints={
            name: own
            for name in table.functions
            if (own := tuple(text for function, text in hints if function == name))
        },
        after=table.after,
        limits=table.limits,
        by_hand=table.by_hand,
        authored=authored if authored.is_dir() else None,
        released=released,
    )


def _nearest(name: str, known: Sequence[str]) -> list[str]:
    """Of a number, the three exercises whose numbers are nearest; of a word, those most alike."""
    number = re.fullmatch(r"exercise(\d{2})", name)
    if number and known:
        return sorted(sorted(known, key=lambda other: abs(int(other[-2:]) - int(number[1])))[:3])
    return sorted(difflib.get_close_matches(name, known, n=3, cutoff=0.0))


def course_sha256(exercise: Exercise) -> str:
    """A hash of everything in the course that decides what a submission gets for the exercise."""
    folder = exercise.authored or exercise.released
    paths = sorted(path for pattern in DECISIVE for path in folder.glob(pattern))
    # A class asks for each submission, and seldom has anything changed.
    state = [(path, *_times(path.stat())) for path in paths]
    known = _HASHED.get(folder)
    if known is not None and known[0] == state:
        return known[1]
    whole = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        whole.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    _HASHED[folder] = state, whole.hexdigest()
    return whole.hexdigest()


def _times(facts: os.stat_result) -> tuple[int, ...]:
    return facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns


_HASHED: dict[Path, tuple[list[tuple[Any, ...]], str]] = {}


def _read_table(path: Path) -> _ExerciseTable:
    remedy = "Correct the file; docs/authors.md lists its keys."
    try:
        table = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _ExerciseTable)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise MalformedExercise(f"{path} cannot be read: {error}", remedy) from error
    named = {hint.function for hint in table.hints if isinstance(hint, _HintTable)}
    unknown = sorted(named - {"", *table.functions})
    if unknown:
        raise MalformedExercise(
            f"{path} has a hint for {unknown[0]}, which is not one of its functions.", remedy
        )
    return table


def _described(table: _ExerciseTable, folder: Path) -> Iterator[Check]:
    """The listed checks, each with the title and visibility that its test file gives it."""
    titles = _titles(folder)
    for check in table.checks:
        if check.id == BY_HAND and table.by_hand is not None:
            yield replace(check, title=check.title or BY_HAND_TITLE)
        elif check.id in titles:
            title, visibility = titles[check.id]
            yield replace(check, title=title, visibility=visibility)
        else:
            yield check  # its test file does not travel with this course


def _titles(folder: Path) -> Mapping[str, tuple[str, Visibility]]:
    found: dict[str, tuple[str, Visibility]] = {}
    for file_name, visibility in TEST_FILES:
        path = folder / file_name
        if path.is_file():
            for name, title in _test_titles(path):
                found[name] = (title, visibility)
    return found


def _test_titles(path: Path) -> Iterator[tuple[str, str]]:
    """(id, title) of every `test_...` function, read without running the file."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            docstring = ast.get_docstring(node) or node.name
            yield node.name.removeprefix("test_"), " ".join(docstring.split("\n\n")[0].split())
