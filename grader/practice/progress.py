"""The state of the student's loop between two commands, in `.grade/` at the course's root.

Nothing depends on it: whoever loses the folder loses points on the board and the count of hints,
no more. It is therefore read without fail, and whoever writes may go on when that does not work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from grader.files import write_file
from grader.model import Exercise, Explanation, RecognisedMistake, Report, Status
from grader.report.reasons import explanations_of
from grader.report.wording import is_withheld
from grader.submission.stub_state import SUFFIXES

FOLDER = ".grade"
FILE = "state.json"
TIMESTAMP = "%Y%m%d-%H%M%S"
LIVE = "this notebook"  # in the place of a file: cells that were checked as they ran


class Run(msgspec.Struct, frozen=True):
    """The result of the last run of an exercise.

    Attributes:
        file: the graded file, relative to the course's root, with forward slashes.
        sha256: its content's hash, None where the file could not be read.
        later: points of checks that run on submission only; `points` may reach the rest.
        explanations: what was wrong, the most useful first.
        mistakes: those that a run of an earlier release recognised.
    """

    file: str
    sha256: str | None
    status: Status
    points: int
    max_points: int
    later: int
    when: datetime
    mistakes: tuple[RecognisedMistake, ...] = ()
    explanations: tuple[Explanation, ...] = ()

    @property
    def is_live(self) -> bool:
        """True if it was of a notebook's cells as they ran: no file tells whether they changed."""
        return self.file == LIVE

    @property
    def reasons(self) -> tuple[Explanation, ...]:
        """The explanations; of a run of an earlier release as far as that one knew."""
        return self.explanations or tuple(
            Explanation("", None, "mistake", (mistake.id,), mistake.advice, None, ())
            for mistake in self.mistakes
        )


class Progress(msgspec.Struct, frozen=True):
    """The progress of a student in one exercise.

    Attributes:
        run: the last run, None before the first.
        advised: what was said about that run, by the keys of `grader.practice.hints`.
        hints: how many hints about the whole exercise were given, ever.
        function_hints: how many about each function.
    """

    run: Run | None = None
    advised: tuple[str, ...] = ()
    hints: int = 0
    function_hints: Mapping[str, int] = {}


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The progress in every exercise that was ever run, by name."""

    schema: Literal["unsaturated/state/1"] = "unsaturated/state/1"
    exercises: Mapping[str, Progress] = {}

    def of(self, name: str) -> Progress:
        """The progress in one exercise, empty where there is none."""
        return self.exercises.get(name, Progress())

    def with_progress(self, name: str, progress: Progress) -> State:
        """The same state, with the progress in one exercise replaced."""
        return replace(self, exercises={**self.exercises, name: progress})


def read_state(root: Path) -> State:
    """The state of the course at `root`, empty where there is none that can be read.

    A damaged file is set aside under a name with the time, so that the next write begins anew.
    """
    path = root / FOLDER / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=State)
    except OSError:
        return State()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        _set_aside(path)
        return State()


def remember_run(root: Path, report: Report, path: Path) -> None:
    """Note the last run of an exercise. The hints that were given stay; advice may come anew.

    Raises:
        OSError: it cannot be written.
    """
    state = read_state(root)
    progress = replace(state.of(report.exercise), run=as_run(root, report, path), advised=())
    write_state(root, state.with_progress(report.exercise, progress))


def forget_run(root: Path, name: str) -> None:
    """Note that an exercise begins anew. The hints that were given stay.

    Raises:
        OSError: it cannot be written.
    """
    state = read_state(root)
    if state.of(name).run is not None:
        progress = replace(state.of(name), run=None, advised=())
        write_state(root, state.with_progress(name, progress))


def write_state(root: Path, state: State) -> None:
    """Replace the state of the course at `root`, all of it or nothing.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    write_file(own_folder(root) / FILE, msgspec.json.format(msgspec.json.encode(state), indent=2))


def own_folder(root: Path) -> Path:
    """The folder `.grade` at the course's root, made where it is missing, unseen by git.

    Raises:
        OSError: it cannot be made.
    """
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        write_file(ignore, b"*\n")
    return folder


def kept_stub_path(root: Path, name: str, suffix: str = ".py") -> Path:
    """The path of the stub that `grade reset` uses, a Python file or a notebook."""
    return root / FOLDER / "stubs" / f"{name}{suffix}"


def has_stub(root: Path, name: str) -> bool:
    """True if the stub of an exercise can be had: it is kept, or the reference is there."""
    return kept_stub_path(root, name).exists() or (root / "solutions" / name).is_dir()


def as_run(root: Path, report: Report, path: Path) -> Run:
    """The stored part of a report about the file `path` of the course at `root`."""
    return Run(
        file=path.resolve().relative_to(root.resolve()).as_posix(),
        sha256=report.submission.sha256 or digest(path),
        status=report.status,
        points=report.points,
        max_points=report.max_points,
        later=sum(check.max_points for check in report.checks if is_withheld(check)),
        when=datetime.now().astimezone().replace(microsecond=0),
        explanations=explanations_of(report),
    )


def as_live_run(report: Report) -> Run:
    """The stored part of a report about the cells of a notebook."""
    return Run(
        file=LIVE,
        sha256=None,
        status=report.status,
        points=report.points,
        max_points=report.max_points,
        later=sum(check.max_points for check in report.checks if is_withheld(check)),
        when=datetime.now().astimezone().replace(microsecond=0),
        explanations=explanations_of(report),
    )


def is_own_file(exercise: Exercise, path: Path) -> bool:
    """True if `path` is the file of the course that the student edits, not just any file."""
    own = (exercise.released / f"{exercise.name}{suffix}" for suffix in SUFFIXES)
    return any(file.resolve() == path.resolve() for file in own)


def has_changed(root: Path, run: Run) -> bool:
    """True if the file is no longer what it was in that run."""
    return not run.is_live and digest(root / run.file) != run.sha256


def digest(path: Path) -> str | None:
    """The SHA-256 of a file's content, None where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _set_aside(path: Path) -> None:
    moment = datetime.now().strftime(TIMESTAMP)
    with suppress(OSError):  # then the next write replaces it
        path.replace(path.with_name(f"state-damaged-{moment}.json"))
