"""Grading a class: one submission after the other, each finished before the next begins."""

from __future__ import annotations

import hmac
import os
import traceback
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.batch.discovery import Entry
from grader.errors import BrokenEnvironment, UnreadableSubmission
from grader.model import CheckResult, Exercise, Limits, Report, Status, SubmissionFacts
from grader.report import as_report, unloadable_results
from grader.sandbox.launcher import Launcher
from grader.submission import read_submission

SECRET_VARIABLE = "GRADE_SEED_SECRET"


class Graded(Struct, frozen=True):
    """A submission and what became of it.

    Attributes:
        fault: the traceback of the grader's own fault, empty where there was none.
    """

    entry: Entry
    report: Report
    fault: str = ""


def grade_entries(
    entries: Iterable[Entry],
    exercises: Mapping[str, Exercise],
    launcher: Launcher,
    *,
    seeds: Mapping[str, int],
    unsafe: bool = False,
) -> Iterator[Graded]:
    """Grade submissions one by one; what one of them does costs the others nothing.

    `exercises` and `seeds` go by the name of the exercise. The reports are official unless
    `unsafe`, which allows workers that are not confined.

    Raises:
        BrokenEnvironment: workers cannot be confined, or not even be started.
    """
    from grader.grading import import_torch

    launcher.wait_until_ready()
    _require_confinement(launcher, unsafe)
    import_torch()
    for entry in entries:
        exercise = exercises[entry.exercise]
        graded = _grade_safely(entry, exercise, launcher, seeds[entry.exercise])
        _require_confinement(launcher, unsafe)  # a new zygote may have found less than the first
        facts = replace(graded.report.grader, official=not unsafe)
        yield replace(graded, report=replace(graded.report, grader=facts))


def _require_confinement(launcher: Launcher, unsafe: bool) -> None:
    if unsafe or launcher.isolation != "process":
        return
    reasons = "".join(f" ({tier}: {reason})" for tier, reason in launcher.reasons.items())
    raise BrokenEnvironment(
        f"Submissions cannot be confined on this machine{reasons}, so no grade would be official.",
        "For what to mend: grade doctor. To grade all the same: --unsafe-no-sandbox",
    )


def _grade_safely(entry: Entry, exercise: Exercise, launcher: Launcher, seed: int) -> Graded:
    """Grade one submission; a fault of the grader becomes the report.

    Raises:
        BrokenEnvironment: it is not this submission: no worker can be started.
    """
    try:
        return Graded(entry, _grade(entry, exercise, launcher, seed))
    except Exception as error:
        if isinstance(error, BrokenEnvironment):
            launcher.worker(Limits()).kill()
        report = _fault_report(entry, exercise, launcher, seed, error)
        return Graded(entry, report, fault=traceback.format_exc())


def _grade(entry: Entry, exercise: Exercise, launcher: Launcher, seed: int) -> Report:
    from grader.run import grade

    try:
        submission = read_submission(entry.path, exercise)
    except UnreadableSubmission as error:
        # The student knows their own file, not where the instructor keeps it.
        what = error.what.replace(str(entry.path), entry.file)
        told = UnreadableSubmission(what, error.hint, line=error.line, cell=error.cell)
        results = unloadable_results(exercise, Path(entry.file), told)
        return _own_report(entry, exercise, launcher, seed, "unloadable", results)
    submission = replace(submission, path=Path(entry.file))
    return grade(exercise, submission, launcher, seed=seed, shrink=False)


def _fault_report(
    entry: Entry, exercise: Exercise, launcher: Launcher, seed: int, error: Exception
) -> Report:
    """Every check broken. The text of the error may quote a hidden check, and is left out."""
    results = [
        CheckResult(
            id=check.id,
            title=check.title or check.id,
            outcome="broken",
            points=0,
            max_points=check.points,
            visibility=check.visibility,
            message=f"a fault of the grader, not of this file ({type(error).__name__})",
            needs=check.needs,
        )
        for check in exercise.checks
    ]
    return _own_report(entry, exercise, launcher, seed, "error", results)


def _own_report(
    entry: Entry,
    exercise: Exercise,
    launcher: Launcher,
    seed: int,
    status: Status,
    results: list[CheckResult],
) -> Report:
    """A report on a file that was not run."""
    facts = SubmissionFacts(entry.file, None)
    return as_report(exercise, facts, status, results, isolation=launcher.isolation, seed=seed)


def seed_of(exercise: str, *, chosen: int | None) -> int:
    """What the checks of an exercise draw from: the same for all students.

    Without a chosen seed it is derived from the course's secret, where the environment has one,
    so that no student can know it.

    Raises:
        BrokenEnvironment: the secret is there, but empty.
    """
    if chosen is not None:
        return chosen
    secret = os.environ.get(SECRET_VARIABLE)
    if secret is None:
        return 0
    if not secret:
        raise BrokenEnvironment(
            f"{SECRET_VARIABLE} is empty.", "Set it to the course's secret, or unset it."
        )
    digest = hmac.digest(os.fsencode(secret), exercise.encode(), "sha256")
    return int.from_bytes(digest[:8], "big") >> 1  # 63 bits: what SQLite and JSON readers hold
