"""The place of a course's key: with the solutions, which it guards elsewhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from grader.course.course import Course
from grader.course.given_keys import KEY_VARIABLE
from grader.course.sealing import COURSE, Key, key_as_text, new_course_key, read_key
from grader.errors import BrokenEnvironment, GraderError
from grader.files import writing

COURSE_KEY_FILE = "course.key"


class NoCourseKey(GraderError):
    """The course has no key yet, so nothing can be sealed with it."""


def course_key_path(course: Course) -> Path:
    """The file of the course's key. It is for the authors alone, and git ignores it."""
    return course.root / "solutions" / COURSE_KEY_FILE


def course_key(course: Course, given: Sequence[Key] = ()) -> Key:
    """The course's key, of those that the command was given or from its file.

    Raises:
        NoCourseKey: neither holds it.
        BrokenEnvironment: the file or the variable holds something else.
    """
    for key in given:
        if key.name == COURSE:
            return key
    path = course_key_path(course)
    if not path.is_file():
        raise NoCourseKey(
            f"There is no course key in {path}, nor in {KEY_VARIABLE}.",
            "It is made by the first sealed release; take it from whoever made that.",
        )
    key = read_key(path.read_text("utf-8", errors="replace"), str(path))
    if key.name != COURSE:
        raise BrokenEnvironment(
            f"{path} holds only the key of {key.name}.", "Restore the key of the course."
        )
    return key


def make_course_key(course: Course) -> Path:
    """Make a key for a course that has none; give its file.

    Raises:
        BrokenEnvironment: it cannot be written, or is there already.
    """
    path = course_key_path(course)
    with writing(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key_as_text(new_course_key()) + "\n")
    return path
