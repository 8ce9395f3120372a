"""Tells the report on a program that has passed: files that differ in comments alone run alike.

A program is kept when it has passed twice with the same report; from then on it is not run. Now and
then it is all the same; where it then ends in another way, it runs each time from then on. So does
one that prints, that tries what is refused, or that imports what changes by itself, and so does
every program of an exercise whose checks import that.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from grader.checks import kept
from grader.checks.check_file import check_text
from grader.checks.closed_checks import is_closed, is_closed_tree
from grader.checks.finding_copies import digest
from grader.checks.known_findings import JUDGED_AGAIN
from grader.course.course import TEST_FILES
from grader.model import Exercise, Isolation, Report, SubmissionFacts
from grader.submission.submission import Submission

NAME_BYTES = 200  # of what is kept beside the report
CHANGES = "this program runs each time"


class Passed(Struct, frozen=True):
    """A report as far as it is that of every file with the program; `times` it was found."""

    report: Report
    times: int = 1


class KnownPrograms:
    """The programs that passed."""

    def __init__(self) -> None:
        self._hits = 0

    def report(
        self, program: bytes | None, file: SubmissionFacts, run: Callable[[], Report]
    ) -> Report:
        """The report on a file with a program, which is run unless it is known; None never is."""
        known = kept.KEPT.get(program) if program is not None else None
        if isinstance(known, Passed) and known.times > 1:
            self._hits += 1
            if self._hits % JUDGED_AGAIN:
                return replace(known.report, submission=file)
        report = run()
        if program is not None:
            _learn(program, known, report)
        return report


def _learn(program: bytes, known: object, report: Report) -> None:
    """Keep the report on a program that has run, if it is fit for that."""
    is_fit = report.status == "passed" and not report.output and not report.refused_calls
    plain = _without_times(report)
    content: Passed | str = CHANGES
    if is_fit and known is None:
        content = Passed(plain)
    elif is_fit and isinstance(known, Passed) and known.report == plain:
        content = replace(known, times=known.times + 1)
    kept.KEPT.put(program, content, NAME_BYTES + len(msgspec.json.encode(plain)))


PROGRAMS = KnownPrograms()  # of this process


def program_of(
    submission: Submission, exercise: Exercise, origin: object, isolation: Isolation
) -> bytes | None:
    """A short name of all that the report on a file follows from; comments do not count.

    `origin` is that of the report: course, grader and seed. None where another run may end in
    another way, or where the report has notes on the cells of a notebook.
    """
    texts = [check_text(exercise, name) for name, _ in TEST_FILES]
    if not all(is_closed(text) for text in texts if text is not None):
        return None
    if not is_closed_tree(submission.tree):  # nor does it read its own text, or a file beside it
        return None
    if submission.program is not None and submission.program.notes:
        return None
    code: object = submission.files[f"{exercise.name}.py"]  # of a notebook with marks of its cells
    if submission.program is None:
        try:
            code = ast.dump(submission.tree)
        except RecursionError:  # a sum of a thousand terms is as deep
            return None
    facts = (exercise.name, origin, isolation, code)
    return digest(repr(facts).encode("utf-8", "surrogatepass"))


def _without_times(report: Report) -> Report:
    """The report as every file with the program has it."""
    checks = tuple(replace(check, seconds=0.0) for check in report.checks)
    return replace(report, submission=SubmissionFacts("", None), seconds=0.0, checks=checks)
