"""Errors, each with one sentence on what happened and one on what to do."""

from __future__ import annotations

from collections.abc import Sequence

EXIT_PASSED = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_UNLOADABLE = 3
EXIT_LIMIT = 4
EXIT_ENVIRONMENT = 5
EXIT_FAULT = 70
EXIT_INTERRUPTED = 130


class GraderError(Exception):
    """Something the user is told in one sentence, with a remedy, and no traceback."""

    exit_code = EXIT_USAGE

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class UnknownExercise(GraderError):
    """The course has no exercise of that name."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        known = ", ".join(nearest)
        super().__init__(
            f"There is no exercise '{name}' in this course.",
            f"Did you mean {known}?" if known else "The course holds no exercise.",
        )


class NoCourse(GraderError):
    """No course lies at or above the folder where the command was run."""


class MalformedExercise(GraderError):
    """An exercise folder of the course cannot be read: a fault of its author."""

    exit_code = EXIT_FAULT


class UnreadableSubmission(GraderError):
    """The submitted file is missing, not a text file, or not Python."""

    exit_code = EXIT_UNLOADABLE

    def __init__(
        self,
        what: str,
        remedy: str = "",
        *,
        line: int | None = None,
        cell: int | None = None,
        excerpt: str = "",
    ) -> None:
        super().__init__(what, remedy)
        self.line = line  # in the cell, where there is one
        self.cell = cell
        self.excerpt = excerpt  # the text of the line, with a caret below where it goes wrong


class BrokenEnvironment(GraderError):
    """Something the grader needs from the machine is missing or does not work."""

    exit_code = EXIT_ENVIRONMENT
