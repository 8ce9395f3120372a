"""What students do not see of an exercise: its hidden checks, its reference, its mistakes.

Where the course is written they are files below solutions/. In a student's course they are
sealed, and a key opens them in memory; or they are not there at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from grader.course.sealing import COURSE, Key, exercise_key, open_sealed, read_key
from grader.model import Exercise, Unsealed

SEALED_FILE = "hidden.sealed"
KEY_FILE = "hidden.key"
KEY_VARIABLE = "GRADE_KEY"
REFERENCE = "reference.py"
HIDDEN_CHECKS = "test_hidden.py"
_taken: dict[str, str] = {}  # out of the environment of this process


def unsealed(exercise: Exercise, environment: Mapping[str, str] = os.environ) -> Exercise:
    """The exercise with its hidden files opened, where they are sealed and a key is at hand.

    Keys come from GRADE_KEY, which may hold several, or from `hidden.key` beside the sealed file.

    Raises:
        BrokenEnvironment: a key is none or another one's, or the sealed file has changed.
    """
    path = exercise.released / SEALED_FILE
    if exercise.authored is not None or exercise.unsealed is not None or not path.is_file():
        return exercise
    key = _key_of(exercise, environment)
    if key is None:
        return exercise
    is_course_key = key.name == COURSE
    own = exercise_key(key, exercise.name) if is_course_key else key
    files = open_sealed(path.read_bytes(), own, f"{exercise.name}/{SEALED_FILE}")
    return replace(exercise, unsealed=Unsealed(files, with_course_key=is_course_key))


def hidden_text(exercise: Exercise, name: str) -> str | None:
    """The text of one hidden file, None where it does not travel or is not opened."""
    if exercise.authored is not None:
        path = exercise.authored / name
        return path.read_text("utf-8") if path.is_file() else None
    return exercise.unsealed.files.get(name) if exercise.unsealed is not None else None


def mistake_names(exercise: Exercise) -> tuple[str, ...]:
    """The names of the known mistakes' files, such as mistakes/fan_out.py, in order."""
    if exercise.authored is not None:
        found = (exercise.authored / "mistakes").glob("*.py")
        return tuple(sorted(f"mistakes/{path.name}" for path in found))
    files = exercise.unsealed.files if exercise.unsealed is not None else {}
    return tuple(sorted(name for name in files if PurePosixPath(name).parent.name == "mistakes"))


def hidden_files(exercise: Exercise) -> dict[str, str]:
    """All hidden files of an authored exercise, by name: what is sealed."""
    names = (REFERENCE, HIDDEN_CHECKS, *mistake_names(exercise))
    texts = {name: hidden_text(exercise, name) for name in names}
    return {name: text for name, text in texts.items() if text is not None}


def shown_path(exercise: Exercise, name: str) -> str:
    """What a traceback calls a hidden file: its path where it has one."""
    return str(exercise.authored / name) if exercise.authored else f"<{exercise.name}/{name}>"


def environment_keys(environment: Mapping[str, str]) -> tuple[Key, ...]:
    """The keys that GRADE_KEY holds, separated by blanks or commas; an empty one holds none.

    Raises:
        NoKey: one of them is none.
    """
    text = environment.get(KEY_VARIABLE)
    if text is None and environment is os.environ:
        text = key_environment().get(KEY_VARIABLE)
    words = (text or "").replace(",", " ").split()
    return tuple(read_key(word, KEY_VARIABLE) for word in words)


def take_keys() -> None:
    """Take GRADE_KEY out of the environment for good, at the start of a command.

    Afterwards neither a process that is started nor /proc tells it; `environment_keys` still does.
    """
    text = os.environ.get(KEY_VARIABLE)
    if text:
        _taken[KEY_VARIABLE] = text
        _wipe(KEY_VARIABLE)
        del os.environ[KEY_VARIABLE]


def key_environment() -> dict[str, str]:
    """What to give a process that needs the keys, too, beside this process's environment."""
    return dict(_taken)


def _wipe(name: str) -> None:
    """Overwrite the value where the system keeps it: to unset a variable only forgets where."""
    if sys.platform == "linux":
        import ctypes

        getenv = ctypes.CDLL(None).getenv
        getenv.restype = ctypes.c_void_p
        place = getenv(os.fsencode(name))
        if place:
            ctypes.memset(place, 0, len(ctypes.string_at(place)))


def _key_of(exercise: Exercise, environment: Mapping[str, str]) -> Key | None:
    keys = [*environment_keys(environment), *_kept_key(exercise.released / KEY_FILE)]
    fitting = (key for name in (exercise.name, COURSE) for key in keys if key.name == name)
    return next(fitting, None)


def _kept_key(path: Path) -> Iterator[Key]:
    """The key in a file, below lines of comment."""
    if path.is_file():
        lines = path.read_text("utf-8", errors="replace").splitlines()
        words = [line for line in lines if line.strip() and not line.startswith("#")]
        yield read_key(" ".join(words), f"{path.parent.name}/{path.name}")
