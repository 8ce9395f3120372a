"""The loop of `grade watch`: grade at every save, with everything heavy kept warm."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from grader.course.course import Course, load_exercise
from grader.course.sealing import Key
from grader.errors import BrokenEnvironment, GraderError
from grader.grading.grade_file import grade_file, submitted_file
from grader.grading.torch_runtime import import_torch
from grader.model import Exercise, Report
from grader.practice.board import next_row, read_board
from grader.practice.hints import next_hint, render_hint
from grader.practice.progress import read_state, remember_run, write_state
from grader.report.console import Console
from grader.sandbox.launcher import Launcher
from grader.submission.stub_state import SUFFIXES

POLL_SECONDS = 0.1  # between two looks at the files: works where systems tell of no changes
REST_SECONDS = 0.02  # a file that is as it was for so long is no longer being written
PATIENCE_SECONDS = 0.5  # how long a file may be empty or gone while it is being replaced
NO_OTHER = "There is no other exercise left to do."

Signature = frozenset[tuple[str, int, int, int]]


class View(Protocol):
    """The display that the student looks at."""

    def show(self, text: str) -> None:
        """Show this, and nothing of what was shown before."""

    def add(self, text: str) -> None:
        """Show this below."""

    def busy(self) -> None:
        """Say that something is being graded, until the next text is shown."""

    def key(self, seconds: float) -> str:
        """The key that was pressed, empty where none was in this time."""


class Rendering(NamedTuple):
    """The functions that turn reports and hints into text for the terminal as it is now."""

    report: Callable[[Report], str]
    console: Callable[[], Console]


def unfinished(course: Course, *, after: str = "") -> str | None:
    """The name of an exercise that has not passed: the next one behind `after`, or the first.

    None where no other is left to do.
    """
    rows = read_board(course, read_state(course.root))
    later = [row for row in rows if row.name > after]
    for part in (later, [row for row in rows if row.name < after]):
        row = next_row(part)
        if row is not None and not row.has_passed:
            return row.name
    return None


def look(folder: Path) -> Signature:
    """A signature that changes with anything that grading reads of a folder."""
    found = set()
    with suppress(OSError), os.scandir(folder) as children:  # the folder may be gone
        for child in children:
            if child.name.endswith(SUFFIXES) and not child.name.startswith("."):
                with suppress(OSError):  # it was there a moment ago
                    facts = child.stat()
                    found.add((child.name, facts.st_mtime_ns, facts.st_size, facts.st_ino))
    return frozenset(found)


def wait_until_saved(folder: Path, name: str) -> Signature:
    """Wait until nothing in the folder is being written; give what it then looks like.

    A student's file that is empty or gone may be about to be replaced, and gets more time.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    before = look(folder)
    while True:
        time.sleep(REST_SECONDS)
        now = look(folder)
        own = [size for file, _, size, _ in now if Path(file).stem == name]
        if now == before and (any(own) or time.monotonic() > end):
            return now
        before = now


class Watch:
    """Grades one exercise again and again, and another one when the student goes on."""

    def __init__(
        self,
        course: Course,
        name: str,
        view: View,
        rendering: Rendering,
        *,
        keys: Sequence[Key] = (),
    ) -> None:
        """Watch an exercise of a course; `keys` open what is sealed of it."""
        self._course = course
        self._keys = keys
        self._name = name
        self._view = view
        self._rendering = rendering
        self._seen: Signature = frozenset()
        self._launcher = Launcher()

    def run(self) -> None:
        """Grade, and grade again at every save, until the student has enough.

        Raises:
            BrokenEnvironment: nothing can be graded on this machine.
        """
        actions: Mapping[str, Callable[[], None]] = {
            "n": self._go_on,
            "h": self._give_hint,
            "r": self._grade,
        }
        self._view.busy()
        try:
            import_torch()
            self._grade()
            while (key := self._view.key(POLL_SECONDS)) != "q":
                if key in actions:
                    actions[key]()
                elif look(self._folder) != self._seen:
                    self._grade()
        finally:
            self._launcher.close()

    @property
    def _folder(self) -> Path:
        return self._course.root / "exercises" / self._name

    def _grade(self) -> None:
        """Grade the file as it was saved last. What cannot be graded is shown, and waited for."""
        self._view.busy()
        self._seen = wait_until_saved(self._folder, self._name)
        try:
            exercise = load_exercise(self._course, self._name)
            path = submitted_file(exercise)
            report = grade_file(exercise, path, launcher=self._launcher, keys=self._keys)
        except BrokenEnvironment:
            raise
        except GraderError as error:
            self._view.show(f"{self._name}: {error.what} {error.remedy}".strip() + "\n")
        else:
            with suppress(OSError):  # then the board does not know of it, and that is all
                remember_run(self._course.root, report, path)
            self._view.show(self._rendering.report(report))
            self._launcher.prepare()

    def _go_on(self) -> None:
        name = unfinished(self._course, after=self._name)
        if name is None:
            self._view.add(f"{NO_OTHER}\n")
            return
        self._name = name
        self._grade()

    def _give_hint(self) -> None:
        try:
            exercise: Exercise = load_exercise(self._course, self._name)
        except GraderError as error:
            self._view.add(f"{error.what} {error.remedy}\n")
            return
        state = read_state(self._course.root)
        hint, progress = next_hint(exercise, self._course, state.of(self._name))
        self._view.add(f"\n{render_hint(hint, self._rendering.console())}")
        with suppress(OSError):
            write_state(self._course.root, state.with_progress(self._name, progress))
