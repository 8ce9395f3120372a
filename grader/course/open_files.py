"""The files of a released exercise that are not sealed, and so can be changed by whoever has them.

Those that a grading runs, or takes numbers from, are bound to the hidden files by their hashes.
What a student may change at home must not run, nor count, where the key of the course is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.course.sealing import COURSE, Key, Sealed
from grader.errors import BrokenEnvironment
from grader.model import Exercise

OPEN_FILES = ("exercise.toml", "test_examples.py", "effect.py", "expected.json")
WHEELS = "wheels"
MANIFEST = "release.json"
_ABSENT = ""
_TAKE_ANEW = "Copy it from the release again, or grade in the course's own copy."


class ChangedCourse(BrokenEnvironment):
    """A released course is not as it was released, where that must not count."""


def open_hashes(name: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """The hashes that bind an exercise's open files, of all files of a release, by path."""
    own = [f"exercises/{name}/{file}" for file in OPEN_FILES]
    wheels = [path for path in files if path.startswith(f"{WHEELS}/")]
    return {path: _hash(path, files[path]) if path in files else _ABSENT for path in own + wheels}


def require_own_files(exercise: Exercise, *, has_sealed: bool) -> None:
    """Refuse an exercise whose checks are open, in a course that is given its own key.

    Raises:
        ChangedCourse: nothing sealed is there, or solutions lie beside what is sealed.
    """
    if exercise.authored is not None and has_sealed:
        raise ChangedCourse(
            f"solutions/{exercise.name} is not part of a released course.",
            f"Remove it, or exercises/{exercise.name}/hidden.sealed if the course is yours.",
        )
    if exercise.authored is None and not has_sealed:
        raise ChangedCourse(
            f"{exercise.name}/hidden.sealed is missing, which the key of the course opens.",
            "Copy it from the release again; where hidden checks are withheld, unset GRADE_KEY.",
        )


def changes(exercise: Exercise, sealed: Sealed, key: Key) -> tuple[ChangedCourse, ...]:
    """The changes since the hidden files were sealed."""
    return tuple(_changes(exercise, sealed, key))


def _changes(exercise: Exercise, sealed: Sealed, key: Key) -> Iterator[ChangedCourse]:
    source = f"{exercise.name}/hidden.sealed"
    root = exercise.released.parents[1]
    if sealed.open_files is None:
        if key.name == COURSE:
            yield ChangedCourse(
                f"{source} is of an earlier format, which does not tell what belongs to it.",
                "Release the course again: grade release --to DIR",
            )
        return
    if sealed.release < key.since:
        yield ChangedCourse(
            f"{source} is of release {sealed.release}; the key is for {key.since} and later.",
            "Take the course's newest release.",
        )
    listed = _listed_release(root)
    if listed is not None and listed != sealed.release:
        yield ChangedCourse(
            f"{source} is of release {sealed.release}, and {MANIFEST} of release {listed}.",
            _TAKE_ANEW,
        )
    for name, expected in sealed.open_files.items():
        path = root / name
        actual = _hash(name, path.read_bytes()) if path.is_file() else _ABSENT
        if actual != expected:
            yield ChangedCourse(
                f"{name} is not as release {sealed.release} has it.", _remedy(actual, expected)
            )


def _remedy(actual: str, expected: str) -> str:
    return "Remove it: the release has none." if actual and not expected else _TAKE_ANEW


def _listed_release(root: Path) -> int | None:
    """The number that release.json tells, which anybody can change; None where it tells none."""
    try:
        number = json.loads((root / MANIFEST).read_text("utf-8"))["release"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return number if type(number) is int else None


def _hash(name: str, content: bytes) -> str:
    """The hash of a file; of a text whatever its line ends have become in a checkout."""
    plain = content if name.endswith(".whl") else content.replace(b"\r\n", b"\n")
    return hashlib.sha256(plain).hexdigest()
