"""Grading one submission of a class: what is read of it, and the report that follows."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader import __version__
from grader.batch.intake.entries import Entry
from grader.batch.jobs.likeness import code_sha256
from grader.course.course import course_sha256
from grader.errors import BrokenEnvironment, UnreadableSubmission
from grader.grading.deadline import job_deadline, job_seconds
from grader.model import CheckResult, Exercise, Isolation, Limits, Report, Status, SubmissionFacts
from grader.report import wording
from grader.report.build import as_report, broken_results, unreadable_report
from grader.sandbox.launcher import Launcher
from grader.submission.stub_state import counting_files
from grader.submission.student_files import Files, read_files
from grader.submission.submission import parse_submission


class Provenance(Struct, frozen=True):
    """The origin of a report: where all of it is the same, so is the report but for times.

    Attributes:
        files_sha256: of the submission's files, None where they cannot be read.
        course_sha256: of what the course says of the exercise.
    """

    files_sha256: str | None
    course_sha256: str | None
    grader_version: str | None
    seed: int | None


class Job(Struct, frozen=True):
    """A submission with all that grading it needs, so that any process or machine can do it.

    Attributes:
        files: what was read of it, None where that was not possible.
        unreadable: then, what happened and what to do.
        unsafe: whether a worker need not be confined; then the report is not official.
        rivals: the same for the other files in which something is written for this exercise. All
            are graded, and the best counts.
        lines: whether the line of each wrong value is searched, of the rivals' too.
        spent_seconds: how long it was graded by a process that ended; they count for its deadline.
    """

    entry: Entry
    exercise: Exercise
    provenance: Provenance
    files: Files | None
    unreadable: tuple[str, str] = ("", "")
    unsafe: bool = False
    rivals: tuple[Job, ...] = ()
    lines: bool = False
    spent_seconds: float = 0.0

    @property
    def files_to_grade(self) -> int:
        """The number of files, each of which has the deadline of a job."""
        return 1 + len(self.rivals)


class Graded(Struct, frozen=True):
    """A submission and what became of it.

    Attributes:
        fault: the traceback of the grader's own fault, empty where there was none.
        code_sha256: of what the code does, blind to names and comments.
    """

    entry: Entry
    report: Report
    provenance: Provenance
    fault: str = ""
    code_sha256: str | None = None


def provenance_of(exercise: Exercise, seed: int) -> Provenance:
    """The origin of the reports on an exercise, whatever the submission."""
    return Provenance(None, course_sha256(exercise), __version__, seed)


def prepare_job(
    entry: Entry, exercise: Exercise, provenance: Provenance, *, unsafe: bool = False
) -> Job:
    """Read what a student handed in, once; what cannot be read is part of the job, no error.

    Of several files those count in which something is written; the others are named in the note.
    `provenance` is that of all submissions of the exercise.
    """
    sources = {source.path: source for source in entry.sources}
    counting = counting_files(tuple(sources), exercise.functions)
    left_out = [sources[path].file for path in sources if path not in counting]
    jobs = []
    for path in counting:
        source = sources[path]
        note = "; ".join(filter(None, (entry.note, _left_out(entry, source.file, left_out))))
        one = replace(
            entry, path=path, file=source.file, note=note, others=(), attempt=source.attempt
        )
        jobs.append(_prepare_one(one, exercise, provenance, unsafe))
    jobs.sort(key=lambda job: job.files is None)
    if len(jobs) == 1:
        return jobs[0]
    hashes = [job.provenance.files_sha256 or "" for job in jobs]
    together = hashlib.sha256("".join(hashes).encode()).hexdigest()
    first = replace(jobs[0], provenance=replace(provenance, files_sha256=together))
    return replace(first, rivals=tuple(jobs[1:]))


def _left_out(entry: Entry, file: str, others: Sequence[str]) -> str:
    names = " and ".join(_own_name(entry, other) for other in others)
    return f"{_own_name(entry, file)} counts; nothing is written in {names}" if others else ""


def _own_name(entry: Entry, file: str) -> str:
    """The name of a student's file where it is clear whose it is."""
    return file.removeprefix(f"{entry.student}/")


def _prepare_one(entry: Entry, exercise: Exercise, provenance: Provenance, unsafe: bool) -> Job:
    try:
        files = read_files(entry.path)
    except UnreadableSubmission as error:
        return Job(entry, exercise, provenance, None, (error.what, error.remedy), unsafe)
    provenance = replace(provenance, files_sha256=files.all_sha256)
    return Job(entry, exercise, provenance, files, unsafe=unsafe)


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
    graded = _best([_grade_in_time(one, launcher) for one in jobs], job)
    refused = launcher.take_refused()  # of all files, also of those that count less
    _require_confinement(launcher, job.unsafe)  # a new zygote may have found less than the first
    told = replace(graded, report=replace(graded.report, refused_calls=refused))
    return as_official(told, next(one for one in jobs if one.entry.path == graded.entry.path))


def _grade_in_time(job: Job, launcher: Launcher) -> Graded:
    """Grade one file; a student's many files have each as long as one."""
    limits = job.exercise.limits
    left = replace(limits, submission_seconds=limits.submission_seconds - job.spent_seconds)
    with job_deadline(left, job.entry.file):
        return _grade_safely(job, launcher)


def _best(graded: Sequence[Graded], job: Job) -> Graded:
    """The report that counts: where the grader is at fault, that one, else that with most points.

    Its note names the files that count less.
    """
    if len(graded) == 1:
        return graded[0]
    best = max(graded, key=_worth)
    others = [
        f"{_own_name(one.entry, one.entry.file)} has {one.report.points} points"
        for one in graded
        if one is not best
    ]
    own = f"{_own_name(best.entry, best.entry.file)} counts, with {best.report.points} points"
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
    try:
        return Graded(job.entry, _grade(job, launcher), job.provenance)
    except Exception as error:
        if isinstance(error, BrokenEnvironment):
            launcher.worker(Limits()).kill()
        # The text of the error may quote a hidden check, and is left out.
        what = f"a fault of the grader, not of this file ({type(error).__name__})"
        results = broken_results(job.exercise, what)
        report = _own_report(job, launcher.isolation, "error", results)
        return Graded(job.entry, report, job.provenance, traceback.format_exc())


def _grade(job: Job, launcher: Launcher) -> Report:
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
    return grade(job.exercise, submission, launcher, seed=_seed(job), shrink=False, lines=job.lines)


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
