"""The meaning of a word on the command line: an exercise, a file, a folder, or a typing error."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from grader.course.course import Course, find_course, load_exercise
from grader.errors import GraderError, NoCourse
from grader.files import as_typed
from grader.model import Exercise
from grader.submission.stub_state import SUFFIXES, counting_file


class Choice(NamedTuple):
    """An exercise of a course, and the file to grade as it; None means the course's own."""

    course: Course
    exercise: Exercise
    file: Path | None = None


class UnknownCommand(GraderError):
    """The word is neither a command nor an exercise."""


class NoSuchFile(GraderError):
    """The file to grade is not there, or is none."""


def choose(word: str, file: Path | None, commands: Sequence[str]) -> Choice:
    """The exercise and file that are meant by the word, and by the file where one is given.

    `commands` are what else the word could have been meant to be.

    Raises:
        UnknownExercise, UnknownCommand: nothing is called that; the nearest names are told.
        NoSuchFile: a file is meant that is not there.
        NoCourse: there is no course around the working folder, nor around the file.
    """
    if file is None and _is_path(word):
        file = Path(word)
        word = _exercise_named_in(file)
    elif commands and not _looks_like_exercise(word):
        raise _unknown_command(word, commands)
    course = _course_of(file)
    exercise = load_exercise(course, word)
    if file is None or file.resolve() == exercise.released:
        return Choice(course, exercise)
    return Choice(course, exercise, _existing(file, exercise))


def check_function(exercise: Exercise, function: str | None) -> None:
    """See to it that a function which is named belongs to the exercise.

    Raises:
        GraderError: it does not; the nearest is told.
    """
    if function is None or function in exercise.functions:
        return
    close = difflib.get_close_matches(function, exercise.functions, n=1, cutoff=0.0)
    raise GraderError(f"{exercise.name} has no function {function}.", f"Did you mean {close[0]}?")


def _is_path(word: str) -> bool:
    return word.endswith(SUFFIXES) or "/" in word or "\\" in word


def _looks_like_exercise(word: str) -> bool:
    return bool(re.search(r"\d", word) or difflib.get_close_matches(word.lower(), ["exercise"]))


def _exercise_named_in(path: Path) -> str:
    """`exercise03` of .../exercise03_draft.py, or of the folder the file lies in."""
    for part in reversed(path.resolve().parts):
        found = re.search(r"exercise\d{2}", part)
        if found:
            return found[0]
    if not path.exists():
        raise _missing(path)
    if path.is_dir():
        raise NoSuchFile(f"{path} is a folder.", "Name an exercise, or a file in the folder.")
    raise GraderError(
        f"The name of {path} does not say which exercise it is.",
        f"Say it: grade exercise03 {path}",
    )


def _existing(path: Path, exercise: Exercise) -> Path:
    """The file itself, or the exercise's file that counts in a folder."""
    file = path
    if path.is_dir():
        counting = counting_file(path, exercise.name, exercise.functions)
        file = counting or path / f"{exercise.name}.py"
    if not file.exists():
        raise _missing(file, exercise.released)
    return file


def _missing(file: Path, *folders: Path) -> NoSuchFile:
    """Say that a file is not there, and which ones are, beside it or in the folders."""
    known = {path.name: path for folder in (file.parent, *folders) for path in _files(folder)}
    close = difflib.get_close_matches(file.name, known, n=3)
    meant = ", ".join(str(as_typed(known[name])) for name in close)
    return NoSuchFile(
        f"There is no file {file}.", f"Did you mean {meant}?" if meant else "Check the path."
    )


def _files(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in folder.iterdir() if path.suffix in SUFFIXES)


def _unknown_command(word: str, commands: Sequence[str]) -> UnknownCommand:
    close = difflib.get_close_matches(word.lower(), commands, n=2)
    meant = " or ".join(f"grade {name}" for name in close)
    return UnknownCommand(
        f"'{word}' is neither a command nor an exercise.",
        f"Did you mean {meant}?" if meant else "For the commands: grade --help",
    )


def _course_of(file: Path | None) -> Course:
    """The course around the working folder or, failing that, around the file."""
    try:
        return find_course(Path())
    except NoCourse:
        if file is None:
            raise
        return find_course(file.parent)
