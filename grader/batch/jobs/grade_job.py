"""Grading one submission of a class: whatever it does, a report follows."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from grader import __version__
from grader.batch.jobs.job import Graded, Job, own_name
from grader.batch.jobs.likeness import code_sha256
from grader.course.course import course_sha256
from grader.errors import BrokenEnvironment, UnreadableSubmission
from grader.grading.deadline import job_deadline, job_seconds
from grader.model import CheckResult, Isolation, Limits, Report, Status, SubmissionFacts
from grader.report import wording
from grader.report.build import as_report, broken_results, unreadable_report
from grader.sandbox.launcher import Launcher
from grader.submission.submission import parse_submission


def grade_job(job: Job, launcher: Launcher) -> Graded:
    """Grade one submission; what it does costs no other anything.

    The report is official unless the job is `unsafe`.

    Raises:
        BrokenEnvironment: workers cannot be confined, or not even be started; or the course or
            the grader is not the one that the job was made with.
    """
    with job_deadline(job.exercise.limits, job.entry.file):
        launcher.wait_until_ready()
        _require_confinement(launcher, job.unsafe)
        _require_same(job)
        launcher.take_refused()  # what came before is another's
    share = job.spent_seconds / job.files_to_grade
    jobs = [replace(one, lines=job.lines, spent_seconds=share) for one in (job, *job.rivals)]
    each = [_grade_in_time(one, launcher) for one in jobs]
    graded = _best(each, job)
    refused = _added([one.report.refused_calls for one in each])
    _require_confinement(launcher, job.unsafe)  # a new zygote may have found less than the first
    told = replace(graded, report=replace(graded.report, refused_calls=refused))
    return as_official(told, next(one for one in jobs if one.entry.path == graded.entry.path))


def _grade_in_time(job: Job, launcher: Launcher) -> Graded:
    """Grade one file; a student's many files have each as long as one."""
    limits = job.exercise.limits
    left = replace(limits, submission_seconds=limits.submission_seconds - job.spent_seconds)
    with job_deadline(left, job.entry.file):
        return _grade_safely(job, launcher)


def _added(refused: Sequence[dict[str, int] | UnsetType | None]) -> dict[str, int] | None:
    """The calls that were refused to all files, also to those that count less."""
    total = Counter[str]()
    for calls in refused:
        if not isinstance(calls, dict):
            return None
        total.update(calls)
    return dict(total)


def _best(graded: Sequence[Graded], job: Job) -> Graded:
    """The report that counts: where the grader is at fault, that one, else that with most points.

    Its note names the files that count less.
    """
    if len(graded) == 1:
        return graded[0]
    best = max(graded, key=_worth)
    others = [
        f"{own_name(one.entry, one.entry.file)} has {one.report.points} points"
        for one in graded
        if one is not best
    ]
    own = f"{own_name(best.entry, best.entry.file)} counts, with {best.report.points} points"
    note = f"{own}; {' and '.join(others)}"
    entry = replace(best.entry, note=f"{note}; {best.entry.note}".removesuffix("; "))
    return replace(best, entry=entry, provenance=job.provenance)


def _worth(graded: Graded) -> tuple[bool, int, bool]:
    report = graded.report
    return report.status == "error", report.points, report.status != "unloadable"


def lost_report(job: Job) -> Graded:
    """The report on a submission with which the grader's own process ended, twice."""
    return _lost(job, "the process of the grader ended, twice, while this was graded.")


def late_report(job: Job) -> Graded:
    """The report on a submission that was graded until its deadline ended the process."""
    seconds = job_seconds(job.exercise.limits) * job.files_to_grade
    return _lost(job, f"grading this took longer than {seconds:.0f} s, and was ended.")


def _lost(job: Job, what: str) -> Graded:
    fault = f"{job.entry.file}: {what}"
    results = broken_results(job.exercise, wording.PROCESS_ENDED)
    report = _own_report(job, "process", "error", results)
    return as_official(Graded(job.entry, report, job.provenance, f"{fault}\n"), job)


def as_official(graded: Graded, job: Job) -> Graded:
    """The same, marked as official or not, and with a hash of its code."""
    facts = replace(graded.report.grader, official=not job.unsafe)
    report = replace(graded.report, grader=facts)
    suffix = Path(job.entry.file).suffix
    sha256 = code_sha256(job.files.data, suffix) if job.files is not None else None
    return replace(graded, report=report, code_sha256=sha256)


def _require_same(job: Job) -> None:
    if job.provenance.grader_version != __version__:
        raise BrokenEnvironment(
            f"The grader that runs submissions is version {__version__}, "
            f"the one that collects reports {job.provenance.grader_version}.",
            "Install the same version on all machines.",
        )
    try:
        is_same = course_sha256(job.exercise) == job.provenance.course_sha256
    except OSError:
        is_same = False
    if not is_same:
        raise BrokenEnvironment(
            f"{job.exercise.name} of the course has changed since the batch began, "
            "or is another one on the machine that runs submissions.",
            "Run the batch again with --resume; all machines must see the same course.",
        )


def _require_confinement(launcher: Launcher, unsafe: bool) -> None:
    if unsafe or launcher.isolation != "process":
        return
    reasons = "".join(f" ({tier}: {reason})" for tier, reason in launcher.reasons.items())
    raise BrokenEnvironment(
        f"Submissions cannot be confined on this machine{reasons}, so no grade would be official.",
        "For what to fix: grade doctor. To grade all the same: --unsafe-no-sandbox",
    )


def _grade_safely(job: Job, launcher: Launcher) -> Graded:
    """Grade one submission; a fault of the grader becomes the report.

    Raises:
        BrokenEnvironment: it is not this submission: no worker can be started.
    """
    fault = ""
    try:
        report = _grade(job, launcher)
    except Exception as error:
        if isinstance(error, BrokenEnvironment):
            launcher.worker(Limits()).kill()
        # The text of the error may quote a hidden check, and is left out.
        what = f"a fault of the grader, not of this file ({type(error).__name__})"
        results = broken_results(job.exercise, what)
        report = _own_report(job, launcher.isolation, "error", results)
        fault = traceback.format_exc()
    if report.refused_calls is UNSET:
        report = replace(report, refused_calls=launcher.take_refused())
    return Graded(job.entry, report, job.provenance, fault)


def _grade(job: Job, launcher: Launcher) -> Report:
    from grader.batch.jobs.known_programs import PROGRAMS, program_of
    from grader.grading.grade import grade

    path = Path(job.entry.file)  # students know their own file, not where the instructor keeps it
    try:
        if job.files is None:
            what, hint = job.unreadable
            raise UnreadableSubmission(what.replace(str(job.entry.path), job.entry.file), hint)
        submission = parse_submission(path, job.files, job.exercise)
    except UnreadableSubmission as error:
        return unreadable_report(
            job.exercise, _facts(job), error, seed=_seed(job), isolation=launcher.isolation
        )
    start = time.perf_counter()
    origin = replace(job.provenance, files_sha256=None)
    program = program_of(submission, job.exercise, origin, launcher.isolation)

    def run() -> Report:
        report = grade(
            job.exercise, submission, launcher, seed=_seed(job), shrink=False, lines=job.lines
        )
        return replace(report, refused_calls=launcher.take_refused())

    report = PROGRAMS.report(program, _facts(job), run)
    return replace(report, seconds=time.perf_counter() - start)


def _own_report(
    job: Job, isolation: Isolation, status: Status, results: list[CheckResult]
) -> Report:
    """A report on a file that was not run."""
    facts = _facts(job)
    return as_report(job.exercise, facts, status, results, isolation=isolation, seed=_seed(job))


def _facts(job: Job) -> SubmissionFacts:
    return SubmissionFacts(job.entry.file, job.files.sha256 if job.files is not None else None)


def _seed(job: Job) -> int:
    return job.provenance.seed or 0
