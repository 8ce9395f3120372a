"""The hidden part of an exercise: its hidden checks, its reference, its mistakes.

Where the course is written they are files below solutions/. In a student's course they are
sealed, and a key opens them in memory; or they are not there at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from grader.course.open_files import changes, require_own_files
from grader.course.sealing import COURSE, Key, exercise_key, open_sealed, read_key
from grader.model import Exercise, Unsealed

SEALED_FILE = "hidden.sealed"
KEY_FILE = "hidden.key"
REFERENCE = "reference.py"
HIDDEN_CHECKS = "test_hidden.py"
EXPLANATIONS = "explanations.bin"  # what pairs of mistakes show; text, in spite of its name


def unsealed(exercise: Exercise, keys: Sequence[Key] = ()) -> Exercise:
    """The exercise with its hidden files opened, where they are sealed and a key is at hand.

    `keys` are those that the grader was given; another may lie in `hidden.key` beside the sealed
    file. The key of the course goes before all others, and opens nothing beside a file that a
    student may have changed; with the key of an exercise, `changes` of what is opened name it.

    Raises:
        BrokenEnvironment: a key is none or another one's, or the sealed file has changed.
        ChangedCourse: with the course's key, the course is not as it was released.
    """
    if exercise.unsealed is not None:
        return exercise
    path = exercise.released / SEALED_FILE
    course_key = next((key for key in keys if key.name == COURSE), None)
    if course_key is not None:
        require_own_files(exercise, has_sealed=path.is_file())
    if exercise.authored is not None or not path.is_file():
        return exercise
    key = course_key or _key_of(exercise, keys)
    if key is None:
        return exercise
    is_course_key = key.name == COURSE
    own = exercise_key(key, exercise.name) if is_course_key else key
    sealed = open_sealed(path.read_bytes(), own, f"{exercise.name}/{SEALED_FILE}")
    found = changes(exercise, sealed, key)
    if found and is_course_key:
        raise found[0]
    told = tuple(change.what for change in found)
    return replace(exercise, unsealed=Unsealed(sealed.files, is_course_key, told))


def hidden_text(exercise: Exercise, name: str) -> str | None:
    """The text of one hidden file, None where it does not travel or is not opened."""
    if exercise.authored is not None:
        path = exercise.authored / name
        return path.read_text("utf-8") if path.is_file() else None
    return exercise.unsealed.files.get(name) if exercise.unsealed is not None else None


def mistake_names(exercise: Exercise) -> tuple[str, ...]:
    """The names of the known mistakes' files, such as mistakes/fan_out.py, in order."""
    return _names_in(exercise, "mistakes")


def style_names(exercise: Exercise) -> tuple[str, ...]:
    """The names of further right answers, such as styles/staged.py, in order."""
    return _names_in(exercise, "styles")


def _names_in(exercise: Exercise, folder: str) -> tuple[str, ...]:
    if exercise.authored is not None:
        found = (exercise.authored / folder).glob("*.py")
        return tuple(sorted(f"{folder}/{path.name}" for path in found))
    files = exercise.unsealed.files if exercise.unsealed is not None else {}
    return tuple(sorted(name for name in files if PurePosixPath(name).parent.name == folder))


def base_texts(exercise: Exercise) -> tuple[str, ...]:
    """The texts of right answers from which mistakes are written: the reference first."""
    texts = [hidden_text(exercise, name) for name in (REFERENCE, *style_names(exercise))]
    return tuple(text for text in texts if text is not None)


def hidden_files(exercise: Exercise) -> dict[str, str]:
    """All hidden files of an authored exercise, by name: what is sealed."""
    names = (
        REFERENCE, HIDDEN_CHECKS, EXPLANATIONS, *mistake_names(exercise), *style_names(exercise),
    )  # fmt: skip
    texts = {name: hidden_text(exercise, name) for name in names}
    return {name: text for name, text in texts.items() if text is not None}


def shown_path(exercise: Exercise, name: str) -> str:
    """The name of a hidden file in tracebacks: its path where it has one."""
    return str(exercise.authored / name) if exercise.authored else f"<{exercise.name}/{name}>"


def _key_of(exercise: Exercise, given: Sequence[Key]) -> Key | None:
    keys = [*given, *_kept_key(exercise.released / KEY_FILE)]
    fitting = (key for name in (exercise.name, COURSE) for key in keys if key.name == name)
    return next(fitting, None)


def _kept_key(path: Path) -> Iterator[Key]:
    """The key in a file, below lines of comment."""
    if path.is_file():
        lines = path.read_text("utf-8", errors="replace").splitlines()
        words = [line for line in lines if line.strip() and not line.startswith("#")]
        yield read_key(" ".join(words), f"{path.parent.name}/{path.name}")
