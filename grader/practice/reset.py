"""Back to the stub of an exercise, with a backup of what the student wrote.

The stub is derived from the reference where that is at hand. A student's course has none; it comes
with a copy of every stub in `stubs/`. Besides, the grader keeps a copy of every stub it meets in
`.grade/stubs`, and can take one from the history that git keeps. Whatever the source: what comes
back is a file in which nothing is written yet.
"""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from grader.course.course import Course, load_exercise
from grader.errors import BrokenEnvironment, GraderError
from grader.files import as_typed, write_file
from grader.model import Exercise
from grader.practice.progress import TIMESTAMP, kept_stub_path, own_folder
from grader.submission.stub_state import SUFFIXES, is_stub

GIT_TIMEOUT_SECONDS = 10


class NoStub(GraderError):
    """Nothing on this machine holds the stub of the exercise."""


class Reset(Struct, frozen=True):
    """The result of a reset: the file that is the stub again, and where its old content lies.

    Attributes:
        backup: None where there was nothing to keep: no file, or the stub already.
        was_stub: whether the file was the stub already.
    """

    file: Path
    backup: Path | None
    was_stub: bool


def reset(course: Course, exercise: Exercise) -> tuple[Reset, ...]:
    """Put the stubs in place of the student's files, which are kept as backups.

    The Python file comes back even where it is missing, the notebook is reset where there is one.

    Raises:
        NoStub: a stub is not known; no file is touched.
        BrokenEnvironment: a backup or a stub cannot be written; what is named is untouched.
    """
    files = [file for file in own_files(exercise) if file.suffix == ".py" or file.exists()]
    stubs = {file: known_stub(course, exercise, file.suffix) for file in files}
    return tuple(_reset_file(course, file, stub) for file, stub in stubs.items())


def _reset_file(course: Course, file: Path, stub: bytes) -> Reset:
    try:
        old = file.read_bytes() if file.exists() else None
        if old == stub:
            return Reset(file, None, was_stub=True)
        backup = _keep(old, own_folder(course.root), file) if old is not None else None
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, stub)
    except OSError as error:
        raise BrokenEnvironment(
            f"{file.name} cannot be reset, the file is as it was: {error}.", "Run: grade doctor"
        ) from error
    return Reset(file, backup, was_stub=False)


def as_text(done: Sequence[Reset]) -> str:
    """The result of a reset, for the student; files that were stubs already only where all were."""
    changed = [one for one in done if not one.was_stub]
    return "\n".join(map(_as_sentence, changed or done[:1]))


def _as_sentence(done: Reset) -> str:
    file = as_typed(done.file)
    if done.was_stub:
        return f"{file} is the stub already."
    if done.backup is None:
        return f"{file} was missing and is back, as the stub."
    return f"{file} is the stub again. What you had is kept:\n  {as_typed(done.backup)}"


def own_files(exercise: Exercise) -> tuple[Path, ...]:
    """The files that a student may edit, the Python file first."""
    return tuple(exercise.released / f"{exercise.name}{suffix}" for suffix in SUFFIXES)


def known_stub(course: Course, exercise: Exercise, suffix: str = ".py") -> bytes:
    """The stub of an exercise, from the best source that has it.

    Raises:
        NoStub: none has.
    """
    sources: Iterable[Callable[[Course, Exercise, str], bytes | None]] = (
        _derived,
        _shipped,
        _kept,
        _committed,
    )
    for source in sources:
        stub = source(course, exercise, suffix)
        if stub is not None:
            return stub
    raise NoStub(
        f"The stub of {exercise.name} is not known here, so the file stays as it is.",
        f"Take exercises/{exercise.name}/{exercise.name}{suffix} from the course again.",
    )


def keep_stubs(course: Course, names: Sequence[str]) -> None:
    """Keep copies of the files in which nothing is written yet, for a later reset."""
    for name in names:
        with suppress(OSError, GraderError):  # a courtesy, without which grading goes on
            exercise = load_exercise(course, name)
            for file in own_files(exercise):
                _keep_stub(course, exercise, file)


def _keep_stub(course: Course, exercise: Exercise, file: Path) -> None:
    if exercise.authored is not None or not file.exists():
        return
    content = file.read_bytes()
    if is_stub(content, exercise.functions, file.suffix):
        kept = kept_stub_path(course.root, exercise.name, file.suffix)
        own_folder(course.root)
        kept.parent.mkdir(exist_ok=True)
        write_file(kept, content)


def _derived(_course: Course, exercise: Exercise, suffix: str) -> bytes | None:
    if exercise.authored is None:
        return None
    from grader.course.derive import released_files

    return released_files(exercise)[f"{exercise.name}{suffix}"]


def _shipped(course: Course, exercise: Exercise, suffix: str) -> bytes | None:
    """The copy that a released course holds for this."""
    path = course.root / "stubs" / f"{exercise.name}{suffix}"
    return path.read_bytes() if path.is_file() else None


def _kept(course: Course, exercise: Exercise, suffix: str) -> bytes | None:
    path = kept_stub_path(course.root, exercise.name, suffix)
    return path.read_bytes() if path.is_file() else None


def _committed(course: Course, exercise: Exercise, suffix: str) -> bytes | None:
    """The newest version in git's history in which nothing is written yet."""
    own = exercise.released / f"{exercise.name}{suffix}"
    path = own.relative_to(course.root).as_posix()
    commits = _git(course.root, "log", "--format=%H", "--", path) or b""
    names = (f"{commit}:./{path}" for commit in commits.decode().split())
    versions = (_git(course.root, "cat-file", "blob", name) for name in names)
    stubs = (text for text in versions if text and is_stub(text, exercise.functions, suffix))
    return next(stubs, None)


def _git(root: Path, *arguments: str) -> bytes | None:
    """The output of a git command, None where git, or what it is asked for, is not there."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, timeout=GIT_TIMEOUT_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _keep(content: bytes, folder: Path, file: Path) -> Path:
    """Write a backup under a name of its own, never over another."""
    (folder / "backups").mkdir(exist_ok=True)
    for backup in _names(folder / "backups", file):
        try:
            copy = backup.open("xb")
        except FileExistsError:
            continue
        try:
            with copy:
                copy.write(content)
        except OSError:
            backup.unlink()
            raise
        return backup
    raise AssertionError("there is always one more name")


def _names(folder: Path, file: Path) -> Iterator[Path]:
    """Names with the time and, where two backups fall into one second, a number."""
    stem = f"{file.stem}-{datetime.now().strftime(TIMESTAMP)}"
    yield folder / f"{stem}{file.suffix}"
    yield from (folder / f"{stem}-{number}{file.suffix}" for number in itertools.count(2))
